"""`hrtui recruiting offer-letter`: the letter is made once the offer is approved, on file and in a file of its own."""

from __future__ import annotations

from pathlib import Path

from hrtui.errors import RuleBroken
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

TO = ("recruiting",)
ANN = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Lead", "--department", "IT", "--on", "2025-03-03")
DRAFT = ("--department", "IT", "--manager", "Kim, Ann", "--low", "70k", "--high", "90k", "--justification", "Growth")


def test_a_letter_is_made_filed_written_and_attached(shell: Shell, tmp_path: Path) -> None:  # noqa: F811
    (shell.config.parent / "recruiting.yaml").write_text("requisition_approvals: []\noffer_approvals: []\n")
    shell.json("person", "hire", *ANN)
    number = shell.json(*TO, "require", "Engineer", *DRAFT)["numbers"][0]
    shell.run(*TO, "request", number)
    shell.run(*TO, "open", number)
    entered = shell.json(*TO, "enter", "Doe", "--first-name", "Jo", "--email", "jo@example.com", "--apply", number)
    who, one = entered["numbers"]
    offer = shell.json(*TO, "make-offer", one, "--rate", "80k", "--first-day", "+2w")["numbers"][0]
    code, _, said = shell.run(*TO, "offer-letter", offer)
    assert (code, "once it is approved" in said) == (RuleBroken.exit_code, True)
    shell.run(*TO, "request-offer", offer)
    assert "is filed with the documents" in shell.json(*TO, "offer-letter", offer)["sentence"]
    assert shell.json(*TO, "offer-letter", offer, "--to", str(tmp_path)) == {
        "offer": offer,
        "path": f"{tmp_path}/{offer}.pdf",
    }
    assert (tmp_path / f"{offer}.pdf").read_bytes().startswith(b"%PDF")
    assert [each["kind"] for each in shell.json(*TO, "documents", who)] == ["offer_letter"]
    message = shell.json(*TO, "write", one, "--template", "offer")["numbers"][0]
    assert f"Attached: {offer}.pdf" in shell.run(*TO, "message", message)[1]
    assert [each["name"] for each in shell.json(*TO, "message", message)["attachments"]] == [f"{offer}.pdf"]
    assert shell.run(*TO, "message", message, "--eml", str(tmp_path / "m.eml"))[0] == 0
    assert f'filename="{offer}.pdf"' in (tmp_path / "m.eml").read_text()


def test_fields_and_template_are_listed_to_write_one_of_ones_own(shell: Shell) -> None:  # noqa: F811
    assert "{offer.pay}" in shell.run(*TO, "offer-letter", "OFF-1", "--template")[1]
    assert "offer.expires" in shell.run(*TO, "offer-letter", "OFF-1", "--fields")[1]
    assert "candidate.name" in shell.json(*TO, "offer-letter", "OFF-1", "--fields")
