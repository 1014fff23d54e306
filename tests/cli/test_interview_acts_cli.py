"""`hrtui interviews` from booking to file, in words and as JSON, with every refusal and its exit code; over the nights in March on which
New York's clocks change two weeks before London's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from hrtui import bootstrap
from hrtui.errors import Conflict, ImportFault, NotAllowed, NotFound, RuleBroken, UsageError
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

NOW = datetime(2027, 3, 8, 14, 0, tzinfo=UTC)
"""A Monday; New York's clocks change on the 14th, London's on the 28th."""
TO = ("interviews",)
ZONE = ("--zone", "Europe/London", "--candidate", "9:00-20:00")
FRIDAY, MONDAY = "2027-03-12", "2027-03-15"


class Company(Shell):
    """A company with four interviewers, by number, and an application; its clock stands still."""

    def __init__(self, of: Shell) -> None:
        super().__init__(of.config, of.capsys)
        book = self.config.parent / "recruiting.yaml"
        book.write_text("requisition_approvals: []\n")
        hired = ("--title", "Lead", "--department", "IT", "--on", "2025-03-03")
        self.who = [
            self.json("person", "hire", "--first-name", "Ann", "--last-name", last, *hired, "--email", f"{last.lower()}@example.com")["number"]
            for last in ("Kim", "Lee", "Moss", "Noor")
        ]  # fmt: skip
        wanted = self.json(
            "recruiting", "require", "Engineer", "--department", "IT", "--manager", self.who[0], "--low", "70k", "--high", "90k",
            "--justification", "Growth",
        )["numbers"][0]  # fmt: skip
        self.json("recruiting", "request", wanted)
        self.json("recruiting", "open", wanted)
        entered = self.json(
            "recruiting", "enter", "Doe", "--first-name", "Jo", "--email", "jo@example.org", "--apply", wanted
        )
        self.application = entered["numbers"][1]

    def booked(self, *sessions: str, day: str = FRIDAY, more: tuple[str, ...] = ()) -> list[str]:
        """The numbers of the interviews of a day, one or a loop."""
        asked = [word for each in sessions for word in ("--session", each)]
        found = self.json(*TO, "schedule", self.application, *asked, "--from", day, "--until", day, *ZONE, *more)
        return list(found["numbers"])

    def refused(self, *words: str) -> tuple[int, str]:
        """The exit code and the sentence of what is refused, and nothing printed beside."""
        code, out, err = self.run(*TO, *words)
        assert out == "" and code
        return code, err


@pytest.fixture
def company(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Company:  # noqa: F811
    monkeypatch.setattr(bootstrap.SystemClock, "now", lambda _: NOW)
    monkeypatch.setattr(bootstrap.SystemClock, "today", lambda _: NOW.date())
    return Company(shell)


def loop(company: Company) -> list[str]:
    return company.booked(*(f"45:{each}" for each in company.who))


def test_slots_are_by_the_clocks_of_the_zone_on_both_sides_of_the_change(company: Company) -> None:
    to = (
        *TO,
        "slots",
        "--session",
        f"60:{company.who[0]}",
        "--from",
        FRIDAY,
        "--until",
        MONDAY,
        *ZONE,
        "--grid",
        "60",
        "--most",
        "50",
    )
    begins = [each["sessions"][0]["begins"] for each in company.json(*to)["slots"]]
    friday, monday = ([each for each in sorted(begins) if each.startswith(day)] for day in (FRIDAY, MONDAY))
    assert (friday[0][:16], monday[0][:16]) == (f"{FRIDAY}T14:00", f"{MONDAY}T13:00")  # nine in New York, in UTC
    code, out, err = company.run(*to)
    assert (code, err) == (0, "")
    assert "Fri 2027-03-12  14:00 GMT" in out and "Mon 2027-03-15  13:00 GMT" in out


def test_where_there_is_no_slot_it_says_why_and_ends_well(company: Company, tmp_path: Path) -> None:
    file = tmp_path / "kim.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270312T000000Z\nDURATION:P1D\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    to = ("--from", FRIDAY, "--until", FRIDAY, "--session", f"45:{company.who[0]}")
    found = company.json(*TO, "slots", *to, "--calendar", f"{company.who[0]}={file}")
    assert (found["slots"], [each["whose"] for each in found["blocks"]]) == ([], [company.who[0]])
    assert "without the calendar of Kim, Ann" in company.run(*TO, "slots", *to, "--calendar", f"kim={file}")[1]
    file.write_text("BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR\n")
    code, said = company.refused("slots", *to, "--calendar", f"{company.who[0]}={file}")
    assert code == ImportFault.exit_code and "kim.ics" in said and "line 2" in said


def test_a_loop_is_booked_shown_and_moved_over_the_change_with_one_e_mail_to_the_candidate(company: Company) -> None:
    numbers = loop(company)
    shown = [company.json(*TO, "show", number) for number in numbers]
    assert [each["begins"] for each in shown] == sorted(each["begins"] for each in shown)
    assert {each["loop"] for each in shown} == {numbers[0]} and {each["zone"] for each in shown} == {"Europe/London"}
    assert "Fri 2027-03-12 15:00 GMT" in company.run(*TO, "show", numbers[0])[1]
    code, out, _ = company.run(
        *TO, "move", numbers[1], "Lee is ill", "--loop", "--without", "lee", "--instead", company.who[0], "--from", MONDAY, "--until", MONDAY,
        "--candidate", "9:00-20:00",
    )  # fmt: skip
    assert code == 0 and f"4 interviews of the loop {numbers[0]} are moved" in out
    moved = [company.json(*TO, "show", number) for number in numbers]
    assert [each["panel"][0]["person"] for each in moved] == [company.who[0], company.who[0], *company.who[2:]]
    assert (moved[0]["begins"][:16], {each["sequence"] for each in moved}) == (f"{MONDAY}T15:00", {1}) or moved[0][
        "begins"
    ].startswith(MONDAY)
    drafts = [each for each in company.json("recruiting", "outbox") if each["recipient"] == "jo@example.org"]
    assert len(drafts) == 1


def test_the_files_of_a_loop_are_read_by_other_parsers_at_the_times_of_both_zones(
    company: Company, tmp_path: Path
) -> None:
    numbers = [*company.booked(f"45:{company.who[0]}", day=FRIDAY), *company.booked(f"45:{company.who[1]}", day=MONDAY)]
    for number in numbers:
        target = tmp_path / f"{number}.ics"
        written = company.json(*TO, "export", number, "--to", str(target))
        assert written == {"file": str(target), "bytes": target.stat().st_size}
        begins = datetime.fromisoformat(company.json(*TO, "show", number)["begins"])
        content = target.read_text()
        assert vobject.readOne(content).vevent.dtstart.value == begins
        read: Any = icalendar.Calendar.from_ical(content)
        (event,) = read.walk("VEVENT")
        assert (event["DTSTART"].dt, event["DTSTART"].params["TZID"]) == (begins, "Europe/London")
        assert company.refused("export", number, "--to", str(target))[0] == RuleBroken.exit_code
    feed, busy = tmp_path / "feed.ics", tmp_path / "busy.ics"
    assert company.run(*TO, "export", "--who", "kim", "--to", str(feed))[0] == 0
    assert feed.read_bytes().count(b"BEGIN:VEVENT") == 1
    assert company.run(*TO, "export", "--who", "kim", "--busy", "--to", str(busy))[0] == 0
    assert b"VFREEBUSY" in busy.read_bytes() and b"Doe" not in busy.read_bytes()
    assert company.refused("export", "--busy", "--to", str(tmp_path / "none.ics"))[0] == UsageError.exit_code
    assert company.refused("export", "INT-99999", "--to", str(tmp_path / "none.ics"))[0] == NotFound.exit_code
    assert not (tmp_path / "none.ics").exists()


def test_what_is_proposed_is_held_confirmed_and_written_to_nobody_before(company: Company) -> None:
    (number,) = company.booked(f"45:{company.who[0]}", more=("--propose", FRIDAY))
    assert company.json(*TO, "show", number)["expires"] == FRIDAY
    assert f"Held until {FRIDAY}" in company.run(*TO, "show", number)[1]
    assert company.json("recruiting", "outbox") == []
    assert [(each["number"], each["what"]) for each in company.json(*TO, "owed")] == []
    assert company.refused("conclude", number, "completed")[0] == RuleBroken.exit_code
    assert company.json(*TO, "confirm", number)["numbers"] == [number]
    assert len(company.json("recruiting", "outbox")) == 2
    assert company.refused("confirm", number)[0] == RuleBroken.exit_code
    assert (
        company.refused("schedule", company.application, "--session", "45:lee", "--propose", "2027-03-01")[0]
        == RuleBroken.exit_code
    )


def test_what_was_dropped_is_written_anew_when_it_is_asked_for(company: Company) -> None:
    numbers = loop(company)
    assert company.refused("invite", numbers[0])[0] == RuleBroken.exit_code
    (draft,) = [
        each["number"] for each in company.json("recruiting", "outbox") if each["recipient"] == "jo@example.org"
    ]
    assert company.run("recruiting", "drop", draft)[0] == 0
    assert "1 e-mail is in the outbox." in company.run(*TO, "invite", numbers[2])[1]
    assert company.refused("invite", "INT-00099")[0] == NotFound.exit_code


def test_a_loop_is_cancelled_whole_or_one_of_it_and_a_reason_is_wanted(company: Company) -> None:
    numbers = loop(company)
    code, said = company.refused("cancel", numbers[3])
    assert code == RuleBroken.exit_code and "Say why" in said
    assert company.json(*TO, "cancel", numbers[3], "Noor is away")["numbers"] == [numbers[3]]
    assert company.json(*TO, "cancel", numbers[0], "Filled", "--loop")["numbers"] == numbers[:3]
    assert {company.json(*TO, "show", number)["state"] for number in numbers} == {"cancelled"}
    assert company.refused("cancel", numbers[0], "Again")[0] == RuleBroken.exit_code
    assert company.refused("move", numbers[0], "Again")[0] == RuleBroken.exit_code


def test_a_time_that_is_taken_or_is_not_there_is_refused_with_what_comes_next(company: Company) -> None:
    (number,) = company.booked(f"45:{company.who[0]}")
    one = ("schedule", company.application, "--session", f"45:{company.who[0]}", *ZONE)
    free = company.json(*TO, "slots", "--of", company.application, *one[2:], "--from", FRIDAY, "--until", FRIDAY)[
        "slots"
    ]
    held = company.json(*TO, "show", number)
    assert free and all(
        each["ends"] <= held["begins"] or each["begins"] >= held["ends"] for slot in free for each in slot["sessions"]
    )
    code, said = company.refused(*one, "--begins", f"{FRIDAY} 14:00")
    assert code == Conflict.exit_code and "the next slot begins" in said
    code, said = company.refused(*one, "--begins", "2027-03-28 01:30", "--until", "2027-03-30", "--anyway")
    assert (code, "There is no 2027-03-28 01:30 in Europe/London" in said) == (UsageError.exit_code, True)
    assert company.refused(*one, "--begins", "soon")[0] == UsageError.exit_code
    assert company.refused(*one, "--anyway")[0] == RuleBroken.exit_code
    assert company.refused(*one, "--zone", "Europe/Nowhere")[0] == RuleBroken.exit_code
    assert company.refused("schedule", "APP-09999", "--session", "45:kim")[0] == NotFound.exit_code
    assert company.refused("move", number, "Ill", "--without", "kim")[0] == RuleBroken.exit_code
    assert company.json(*TO, "list", "--from", FRIDAY, "--until", FRIDAY)[0]["number"] == number


def test_a_contradicted_time_is_taken_when_it_is_asked_for_and_listed_as_a_conflict(company: Company) -> None:
    early = ("--begins", f"{FRIDAY} 10:00", "--anyway")  # five in New York
    code, out, _ = company.run(*TO, "schedule", company.application, "--session", f"45:{company.who[0]}", *ZONE, *early)
    assert code == 0 and "has other working hours: it is Fri 05:00-05:45 in" in out
    assert list(company.json(*TO, "conflicts")) == ["INT-00001"]
    assert "INT-00001: Kim, Ann has other working hours" in company.run(*TO, "conflicts")[1]
    assert company.refused("conflicts", "--until", "+3y")[0] == RuleBroken.exit_code
    assert [(each["number"], each["what"]) for each in company.json(*TO, "owed")] == [("INT-00001", "conflict")]
    assert "has other working hours" in company.run(*TO, "owed")[1]


def test_answers_of_a_calendar_file_are_taken_and_each_that_is_not_says_why(company: Company, tmp_path: Path) -> None:
    (number,) = company.booked(f"45:{company.who[0]},{company.who[1]}")
    uid, file = company.json(*TO, "show", number)["uid"], tmp_path / "reply.ics"

    def reply(address: str, said: str = "ACCEPTED", method: str = "REPLY") -> None:
        file.write_text(
            f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:{uid}\nSEQUENCE:0\nDTSTART:20270312T140000Z\n"
            f"ATTENDEE;PARTSTAT={said}:mailto:{address}\nEND:VEVENT\nEND:VCALENDAR\n"
        )

    reply("KIM@example.com")
    assert "Kim, Ann answered accepted" in company.run(*TO, "reply", str(file))[1]
    reply("jo@example.org", "TENTATIVE")
    assert company.json(*TO, "reply", str(file))[0]["fault"] is False
    assert company.json(*TO, "show", number)["answer"] == "tentative"
    reply("eve@example.com")
    code, out, _ = company.run(*TO, "reply", str(file))
    assert (code, "neither on the panel" in out) == (RuleBroken.exit_code, True)
    reply("kim@example.com", method="REQUEST")
    assert company.refused("reply", str(file))[0] == ImportFault.exit_code
    assert company.refused("reply", str(tmp_path / "none.ics"))[0] == ImportFault.exit_code
    assert company.refused("respond", number, company.who[3], "accepted")[0] == NotFound.exit_code
    assert company.run(*TO, "respond", number, "candidate", "accepted")[0] == 0
    assert company.refused("respond", number, "candidate", "accepted")[0] == RuleBroken.exit_code


def test_what_came_of_one_is_recorded_once(company: Company) -> None:
    (number,) = company.booked(f"45:{company.who[0]}")
    assert company.json(*TO, "conclude", number, "no_show")["numbers"] == [number]
    assert "no-show" in company.run(*TO, "list", "--from", FRIDAY, "--until", FRIDAY)[1].replace("no show", "no-show")
    assert company.refused("conclude", number, "completed")[0] == RuleBroken.exit_code
    assert company.run(*TO, "conclude", number, "proposed")[0] == UsageError.exit_code
    assert "There are no interviews" in company.run(*TO, "list", "--from", MONDAY, "--until", MONDAY)[1]
    assert company.json(*TO, "list", "--from", MONDAY, "--until", MONDAY) == []


def test_a_kit_is_shown_and_said_for_one_and_ones_own_are_listed(company: Company) -> None:
    (number,) = company.booked(f"45:{company.who[0]}")
    _, out, _ = company.run(*TO, "kit", number)
    assert out.startswith("Kim, Ann, lead\n") and "(their own)" not in out
    assert company.run(*TO, "kit", number, "--who", "kim", "--ask", "Why us?")[0] == 0
    (kit,) = company.json(*TO, "kit", number)["kits"]
    assert (kit["person"], kit["questions"], kit["own"]) == (company.who[0], ["Why us?"], True)
    assert company.refused("kit", number, "--ask", "Why us?")[0] == UsageError.exit_code
    assert company.refused("kit", number, "--who", "lee", "--ask", "Why us?")[0] == NotFound.exit_code
    assert company.refused("kit", number, "--who", "kim", "--assess", "nonsense")[0] == RuleBroken.exit_code
    assert company.refused("kit", "INT-00099")[0] == NotFound.exit_code
    assert "No interview of yours" in company.run(*TO, "mine")[1] and company.json(*TO, "mine") == []
    login = bootstrap.login()
    text = company.config.read_text().replace(f"login: {login}", f"login: {login}, person: '{company.who[0]}'")
    company.config.write_text(text)
    (own,) = company.json(*TO, "mine")
    assert (own["interview"], own["application"], own["owed"]) == (number, company.application, False)
    assert number in company.run(*TO, "mine")[1]


def test_who_may_not_is_refused_by_every_command_and_nothing_is_written(company: Company, tmp_path: Path) -> None:
    (number,) = company.booked(f"45:{company.who[0]}")
    before = company.json(*TO, "show", number)
    whole = company.config.read_text()
    company.config.write_text(whole.replace("actions: [", "actions: [people.read] # ["))
    file, who = str(tmp_path / "x.ics"), company.who[0]
    tried: tuple[Any, ...] = (
        ("slots", "--session", f"45:{who}"), ("schedule", company.application, "--session", f"45:{who}"), ("confirm", number),
        ("invite", number), ("move", number, "Ill"), ("cancel", number, "Ill"), ("respond", number, who, "accepted"), ("reply", file),
        ("conclude", number, "completed"), ("list",), ("show", number), ("export", number, "--to", file), ("export", "--to", file),
        ("hours", who), ("absent", who), ("import-busy", who, file), ("import-busy", "--again"), ("calendars",), ("interviewers",),
        ("conflicts",), ("mine",), ("kit", number), ("owed",),
    )  # fmt: skip
    for words in tried:
        assert company.refused(*words)[0] == NotAllowed.exit_code, words
    company.config.write_text(whole)
    assert company.json(*TO, "show", number) == before
    assert not Path(file).exists()
