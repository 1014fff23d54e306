"""Enrolment on the command line: the same use cases as the screens, in words and as JSON."""

from __future__ import annotations

import pytest

from hrtui.benefits import planfile
from hrtui.errors import NotFound, RuleBroken, UsageError
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture


@pytest.fixture
def ann(shell: Shell) -> str:  # noqa: F811 - the fixture
    shell.config.with_name("benefits.yaml").write_text(planfile.EXAMPLE.read_text("utf-8"), "utf-8")
    return _hire(shell, "Kim")


def _hire(shell: Shell, last: str) -> str:  # noqa: F811 - the fixture
    words = ("--first-name", "Ann", "--last-name", last, "--title", "Clerk", "--department", "IT")
    number: str = shell.json("person", "hire", *words, "--on", "2026-01-05", "--rate", "85000", "--pay-group", "main")[
        "number"
    ]
    assert shell.run("person", "profile", number, "--on", "2026-01-05", "--birth-date", "1990-06-15")[0] == 0
    return number


def _open(shell: Shell, number: str, kind: str = "administrative") -> str:  # noqa: F811 - the fixture
    event: str = shell.json("benefits", "open", number, kind, "--on", "today")["event"]
    return event


def test_a_person_is_enrolled_from_the_event_to_what_is_had(shell: Shell, ann: str) -> None:  # noqa: F811
    event = _open(shell, ann)
    assert [each["event"]["number"] for each in shell.json("benefits", "events")] == [event]
    done = shell.json("benefits", "elect", event, "--choose", "medical ppo", "--choose", "commuter transit amount 100",
                      "--waive", "dental not wanted")  # fmt: skip
    assert done["faults"] == []
    shown = shell.run("benefits", "event", event)[1]
    assert "medical/ppo" in shown
    assert shell.json("benefits", "event", event)["closed_checks"] == {"runs": [], "checks": [], "sentences": []}
    assert "is had by default" in shown or "stays as it is" in shown or "After:" in shown
    assert "count from" in shell.run("benefits", "finalise", event)[1]
    seen = shell.json("benefits", "show", ann)
    assert {row["election"]["choice"]["plan"] for row in seen["costs"]} >= {"medical", "commuter"}
    assert seen["totals"]["person"] > 0
    assert "Each of 26 checks a year" in shell.run("benefits", "show", ann)[1]
    assert "PPO 500" in shell.run("benefits", "show", ann, "--history")[1]
    facts = shell.json("benefits", "show", ann, "--history")
    assert {"election", "enrolment"} <= {each["field"].partition(".")[0] for each in facts}
    assert shell.json("person", "blame", ann, "medical.option")["value"] == "PPO 500"


def test_simulating_shows_prices_and_opens_nothing(shell: Shell, ann: str) -> None:  # noqa: F811
    made = shell.json("benefits", "simulate", ann, "administrative", "--choose", "medical hdhp")
    assert (made["faults"], made["totals"]["before"]["person"]) == ([], 0)
    assert made["totals"]["after"]["person"] > 0
    code, said, _ = shell.run("benefits", "simulate", ann, "birth")
    assert (code, "Owed by" in said, "Before:" in said) == (0, True, True)
    assert shell.json("benefits", "events") == []


def test_faults_are_told_and_end_with_a_code(shell: Shell, ann: str) -> None:  # noqa: F811
    event = _open(shell, ann)
    code, said, _ = shell.run("benefits", "elect", event, "--choose", "medical gold")
    assert (code, "To mend: Medical: gold is not offered" in said) == (RuleBroken.exit_code, True)
    code, _, said = shell.run("benefits", "finalise", event)
    assert (code, "faults to mend first" in said) == (RuleBroken.exit_code, True)
    assert shell.run("benefits", "elect", event, "--take-back", "medical")[0] == 0
    assert "is void" in shell.run("benefits", "void", event, "mistake")[1]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("elect", "EVENT", "--choose", "medical"), UsageError.exit_code, "cannot be read"),
        (("elect", "EVENT", "--choose", "medcal ppo"), UsageError.exit_code, "no type of plan"),
        (("elect", "EVENT", "--choose", "medical ppo covers x"), UsageError.exit_code, "covers x"),
        (("elect", "EVENT"), UsageError.exit_code, "--choose or --waive"),
        (("elect", "B1900-0001", "--choose", "medical ppo"), NotFound.exit_code, "no enrolment event"),
        (("events", "--state", "sleeping"), UsageError.exit_code, "no state"),
        (("beneficiaries", "ANN", "life", "--share", "Bo"), UsageError.exit_code, "cannot be read"),
        (("beneficiaries", "ANN", "life", "--share", "Bo, spouse, 60"), RuleBroken.exit_code, "must make 100"),
        (("evidence", "ANN", "life", "approve"), RuleBroken.exit_code, "awaits evidence"),
        (("standing", "ANN", "7", "--student"), NotFound.exit_code, "no dependent 7"),
        (("open", "ANN", "nonsense"), NotFound.exit_code, "no life event"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(
    shell: Shell,  # noqa: F811
    ann: str,
    words: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    event = _open(shell, ann) if "EVENT" in words else ""
    given, _, said = shell.run("benefits", *({"EVENT": event, "ANN": ann}.get(word, word) for word in words))
    assert (given, says in said) == (code, True), said


def test_standing_and_beneficiaries_are_recorded(shell: Shell, ann: str) -> None:  # noqa: F811
    assert "changes from" in shell.run("benefits", "standing", ann, "0", "--tobacco")[1]
    shares = ("--share", "Bo Kim, spouse, 60", "--share", "Cy Kim, child, 40")
    assert shell.run("benefits", "beneficiaries", ann, "life", *shares)[0] == 0
    seen = shell.json("benefits", "show", ann)
    assert (seen["standing"]["tobacco"], [each["share"] for each in seen["beneficiaries"][0]["people"]]) == (
        True,
        [6000, 4000],
    )


def test_the_company_is_enrolled_and_what_is_left_is_listed(shell: Shell, ann: str) -> None:  # noqa: F811
    bo = _hire(shell, "Bo")
    event = _open(shell, bo)
    done = shell.json("benefits", "oe", "open", "2027-01-01", "--last-day", "2027-01-31")
    assert (done["count"], [each["event"] for each in done["left"]]) == (1, [event])
    found = shell.json("benefits", "oe", "status", "2027-01-01", "--waiting")
    assert (found["total"], found["not_started"], [each["number"] for each in found["waiting"]]) == (1, 1, [ann])
    assert "0 of 1 have started" in shell.run("benefits", "oe", "status", "2027-01-01")[1]
    assert "1 event finalised" in shell.run("benefits", "oe", "finalise", "2027-01-01")[1]
    assert shell.run("undo")[0] == 0
    assert shell.json("benefits", "oe", "status", "2027-01-01")["not_started"] == 1


def test_what_is_due_is_listed_and_carried_out(shell: Shell, ann: str) -> None:  # noqa: F811
    event = _open(shell, ann)
    assert shell.run("benefits", "elect", event, "--choose", "medical ppo")[0] == 0
    assert shell.run("benefits", "finalise", event)[0] == 0
    assert "Nothing is due" in shell.run("benefits", "due")[1]
    assert shell.run("person", "terminate", ann, "--last-day", "today", "--reason", "moved away")[0] == 0
    assert [each["kind"] for each in shell.json("benefits", "due")] == ["cobra", "leaver"]
    assert "Carried out: 1 leaver, 1 case of COBRA" in shell.run("benefits", "due", "--do")[1]
    assert shell.json("benefits", "due") == []
