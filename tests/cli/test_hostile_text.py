"""Text made to harm, in every place people can write: entered, kept beside the use cases, imported; and shown and exported."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from data import dialect
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

BAD = '=HYPERLINK("http://x")\x1b]52;c;aGk=\x07\x1b[31m\u202e[@click=app.quit]x[/]\x9b2J\r\nBDAY:19700101\u2028{}👩‍👩‍👧‍👦 山田 שלום'
COLUMNS = {
    "contact": ("first_name", "relation", "note", "address"),
    "document": ("title", "file_name"),
    "view": ("name",),
    "view_fact": ("grouped",),
    "tag": ("tag",),
    "department": ("name",),
    "location": ("name",),
    "job": ("title", "reason", "grade", "cost_centre", "position"),
    "profile": ("first_name", "street", "phone", "email"),
    "directory": ("name", "title", "department", "location", "email", "manager"),
    "directory_span": ("name", "title", "department", "location", "email", "grade", "cost_centre", "position"),
    "command": ("actor",),
}
SHOWN = (
    ("query", "--table"), ("query", "--csv"), ("query", "--json"), ("query", "--table", "--columns", "name,tags,grade,badge"),
    ("query", "--csv", "--columns", "name,tags,grade,badge"), ("views", "list"), ("views", "list", "--json"),
    ("person", "show", "1001"), ("person", "show", "1001", "--json"), ("person", "contact", "list", "1001"),
    ("person", "contact", "list", "1001", "--json"), ("person", "document", "list", "1001"),
    ("person", "document", "list", "1001", "--json"), ("headcount", "--by", "department"), ("home",), ("turnover",),
    ("audit", "log"), ("audit", "log", "--json"), ("retention",), ("bulk", " | tag night"), ("bulk", " | set title Lead"),
    ("bulk", " | transfer loc:Austin", "--json"), ("check",), ("payroll", "preview"),
)  # fmt: skip


def harmless(text: str) -> None:
    """Nothing a terminal would obey, and no sign that turns a line round."""
    for line in text.split("\n"):
        bad = [
            char
            for char in line.removesuffix("\r")
            if unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u2028"
        ]
        assert not bad, repr(line)


@pytest.fixture
def company(shell: Shell, tmp_path: Path) -> Shell:  # noqa: F811
    """Someone all of whose texts were made to harm, entered as the command line lets them in."""
    with shell.config.open("a") as file:
        file.write("custom_fields:\n  - {name: badge, label: Badge}\n")
    words = (
        "--first-name",
        BAD,
        "--last-name",
        BAD,
        "--title",
        BAD,
        "--department",
        BAD,
        "--location",
        BAD,
        "--on",
        "2025-03-03",
    )
    paper = tmp_path / ("=1+1" + BAD.replace("/", "|").replace("\n", "")[:60] + ".txt")
    paper.write_text("x")
    for step in (
        ("person", "hire", *words, "--rate", "85k", "--reason", BAD),
        ("person", "contact", "add", "1001", "dependent", "--first-name", BAD, "--relation", BAD, "--note", BAD),
        ("person", "document", "add", "1001", str(paper), "--kind", "contract", "--title", BAD),
        ("views", "save", BAD[:40], '"' + BAD.replace('"', "") + '"'),
        ("bulk", " | tag night", "--yes", "1"),
        ("bulk", f' | set title "{BAD.replace(chr(34), "")}" reason "x"', "--yes", "1"),
    ):
        code, out, err = shell.run(*step)
        assert code == 0, err
        harmless(out + err)
    return shell


def spoilt(shell: Shell) -> None:  # noqa: F811
    """The same written into the store by another program, which asked nobody."""
    with dialect.opened(shell.config.parent / "store" / "hrtui.db") as db:
        for (name,) in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute_sql(f'DROP TRIGGER "{name}"')
        for table, columns in COLUMNS.items():
            for column in columns:
                db.execute_sql(f'UPDATE "{table}" SET "{column}" = ?', (BAD,))
        db.execute_sql("""UPDATE profile SET custom = '{"badge": "=1+1\\u001b[31mx"}'""")
        db.execute_sql("""UPDATE directory_span SET custom = '{"badge": "=1+1\\u001b[31mx"}'""")


@pytest.mark.parametrize("beside", [False, True])
def test_no_command_prints_what_a_terminal_would_obey(company: Shell, beside: bool) -> None:
    if beside:
        spoilt(company)
    for words in SHOWN:
        code, out, err = company.run(*words)
        assert code == 0 or words == ("check",) or words[0] == "payroll", (words, err)
        harmless(out + err)
        if "--json" not in words and "--csv" not in words and "log" not in words:
            assert all(len(line) <= 200 for line in out.split("\n")), words


@pytest.mark.parametrize("beside", [False, True])
def test_no_file_that_leaves_computes_anything_or_breaks_a_line(company: Shell, beside: bool, tmp_path: Path) -> None:
    if beside:
        spoilt(company)
    for name in ("people.csv", "people.xlsx", "people.json", "people.vcf"):
        code, _, err = company.run("export", "people", "--to", str(tmp_path / name))
        assert code == 0, err
    for row in csv.reader(io.StringIO((tmp_path / "people.csv").read_text(), newline="")):
        assert not [cell for cell in row if cell[:1] in tuple("=+-@")]
    harmless((tmp_path / "people.csv").read_text())
    harmless((tmp_path / "people.json").read_text())
    cards = (tmp_path / "people.vcf").read_bytes().decode()
    harmless(cards)
    assert "\nBDAY" not in cards
    assert cards.count("\r\n") == cards.count("\n")
    assert all(len(line.encode()) <= 75 for line in cards.split("\r\n"))
    book = openpyxl.load_workbook(tmp_path / "people.xlsx")
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]  # type: ignore[union-attr]


def test_cells_of_a_file_made_to_harm_are_harmless_in_every_report(company: Shell, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(
            ("number", "first_name", "last_name", "hired", "title", "department", "manager", "rate", "badge")
        )
        writer.writerow(("2001", BAD, BAD, "2025-01-06", BAD, BAD, BAD, BAD, BAD))
        writer.writerow(("2002", BAD * 60, BAD, BAD, BAD * 200, BAD, BAD, BAD, BAD))
    for words in (("--dry-run",), ("--dry-run", "--json"), ("--json",)):
        _, said, err = company.run("import", "people", str(file), *words)
        harmless(said + err)
    harmless(company.run("query", "--csv")[1])
    harmless(company.run("audit", "log")[1])
