"""Papers of benefits: templates with their problems by line, fields that are data, and pages that hold what is on them."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hrtui.benefits.papers.drafts import draft
from hrtui.benefits.papers.fieldlist import FIELDS
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.papers.templates import SHIPPED, template_of
from hrtui.benefits.settings import BenefitSettings
from hrtui.config import Company, Config
from hrtui.errors import ConfigError, RuleBroken
from hrtui.papers.filling import fill, parse, plain
from hrtui.papers.model import Paper, Part, Table, Values
from hrtui.papers.pages import PAD, columns_of, pages_of, wrapped
from hrtui.papers.pdf import pdf
from hrtui.payroll.outputs.payslip_pages import BOTTOM, LEFT, RIGHT

NAMES = {"person.name": "", "person.number": "", "a.day": "", "a.note": "", "table.rows": ""}
ROWS = Table(("Plan", "Price"), (("Medical", "62.40"),), frozenset({1}))


def values(**given: str) -> Values:
    texts = {"person.name": "Ann Kim", "person.number": "1042", "a.day": "2026-11-23", "a.note": ""}
    return Values(texts | {name.replace("_", "."): text for name, text in given.items()}, {"table.rows": ROWS})


def paper(text: str, filled: Values | None = None) -> Paper:
    return fill(parse(text, "a.txt", NAMES), filled or values(), "Acme", "2026-11-23")


def measure(text: str, size: float) -> float:
    return len(text) * size * 0.5


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_shipped_template_names_only_fields_it_may(kind: PaperKind, tmp_path: Path) -> None:
    config = Config(tmp_path / "hrtui.yaml", Company("Acme"))
    assert template_of(config, kind).title


def test_a_companys_own_template_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "waiver.txt").write_text("No thanks, {person.name}\n")
    config = Config(tmp_path / "hrtui.yaml", Company("Acme"), benefits=BenefitSettings(letters=Path("ours")))
    assert template_of(config, PaperKind.WAIVER).title == "No thanks, {person.name}"
    assert template_of(config, PaperKind.SUMMARY).title == (SHIPPED / "summary.txt").read_text().splitlines()[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Title\n\n{person.nmae} is here",
            r"a\.txt:3: There is no field \{person\.nmae\}; did you mean \{person\.name\}\?",
        ),
        ("Title\n{}", r"a\.txt:2: There is no field \{\}"),
        ("Title\nan { alone", r"a\.txt:2: There is a “\{” alone"),
        ("Title\nsee {table.rows} here", r"a\.txt:2: The table"),
        ("\n\n", r"a\.txt:1: There is no title"),
    ],
)
def test_a_problem_of_a_template_is_told_with_file_and_line(text: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        parse(text, "a.txt", NAMES)


def test_a_template_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "waiver.txt").write_bytes(b"Title\n\xff\xfe\n")
    with pytest.raises(ConfigError, match=r"waiver\.txt:2: This line is not UTF-8"):
        template_of(Config(tmp_path / "hrtui.yaml", Company("Acme")), PaperKind.WAIVER)


def test_lines_become_paragraphs_headings_items_tables_and_a_line_to_sign_on() -> None:
    made = paper("Title\n\nOne\ntwo.\n\n# Head\n- first\n  goes on\n- second\n{table.rows}\n____ Signed")
    assert [(block.part, block.text) for block in made.blocks] == [
        (Part.TEXT, "One two."), (Part.HEADING, "Head"), (Part.ITEM, "first goes on"), (Part.ITEM, "second"),
        (Part.TABLE, ""), (Part.SIGNATURE, "Signed"),
    ]  # fmt: skip
    assert made.blocks[4].table == ROWS


def test_a_paragraph_whose_fields_are_all_empty_is_left_out() -> None:
    assert paper("Title\n\nNote: {a.note}.\n\nOn {a.day} {a.note}.").blocks[0].text == "On 2026-11-23 ."


def test_braces_are_written_twice_and_what_a_field_holds_is_no_template() -> None:
    made = paper("Title\n\n{{x}} {person.name}", values(person_name="{a.day} # {{"))
    assert made.blocks[0].text == "{x} {a.day} # {{"


def test_text_from_people_is_no_markup_and_stays_readable_in_the_pdf() -> None:
    name = "<b>Ann</b> &amp; Кот 漢"
    text = PdfReader(BytesIO(pdf(paper("Title\n\nTo {person.name}", values(person_name=name))))).pages[0].extract_text()
    assert "<b>Ann</b> &amp; Кот \N{REPLACEMENT CHARACTER}" in text
    assert "letters lack" in text


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert pdf(paper("Title\n\n{table.rows}")) == pdf(paper("Title\n\n{table.rows}"))


def test_a_long_table_goes_on_over_pages_with_its_headings_and_numbers() -> None:
    rows = Table(("Plan", "Price"), tuple((f"Plan {at}", "1.00") for at in range(120)))
    pages = PdfReader(BytesIO(pdf(paper("Title\n\n{table.rows}", Values(values().texts, {"table.rows": rows}))))).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) == 3
    assert all("Price" in text for text in texts)
    assert "Title · Ann Kim (1042), continued" in texts[1]
    assert "Page 3 of 3" in texts[2]
    words = " ".join(texts).split()
    assert {word for before, word in pairwise(words) if before == "Plan" and word.isdigit()} == {*map(str, range(120))}


words = st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=200), max_size=30)


@given(words, st.floats(20, 500))
def test_wrapped_lines_fit_and_lose_nothing(texts: list[str], width: float) -> None:
    lines = list(wrapped(" ".join(texts), width, 10, measure))
    assert all(measure(line, 10) <= width or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == "".join("".join(texts).split())


@settings(max_examples=50)
@given(
    st.lists(st.tuples(*[st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=300)] * 4), max_size=40)
)
def test_nothing_is_ever_set_beyond_the_edges_of_a_page(rows: list[tuple[str, ...]]) -> None:
    table = Table(("One", "Two", "Three", "Four"), tuple(rows), frozenset({3}))
    assert sum(columns_of(table, measure)) <= RIGHT - LEFT + 3 * 34
    made = paper("Title\n\n{table.rows}", Values(values().texts, {"table.rows": table}))
    for page in pages_of(made, measure):
        assert all(mark.y <= BOTTOM + 700 for mark in page)
        assert all(LEFT - 4 <= mark.x <= RIGHT + 4 for mark in page)


def test_what_is_left_of_the_width_is_the_widest_texts_and_not_a_box_to_tick() -> None:
    table = Table(("Waive", "Benefit", "A month"), (("[ ]", "Long-term disability", "1,000.00"),), frozenset({2}))
    box, text, amount = columns_of(table, lambda text, _: 5.0 * len(text))
    assert (box, amount) == (5.0 * 5 + PAD, 5.0 * 8 + PAD)
    assert box + text + amount == RIGHT - LEFT


def test_a_draft_of_an_email_holds_the_paper_as_text_and_is_unsent() -> None:
    made = draft(paper("Choose by {a.day}\n\nDear {person.name},\n\n- one"), "ann@example.com").decode()
    assert "To: ann@example.com" in made
    assert "Subject: Choose by 2026-11-23" in made
    assert "X-Unsent: 1" in made
    assert "Dear Ann Kim," in made


@pytest.mark.parametrize(
    "address", ["", "ann", "a@b, c@d", "ann@example.com\nBcc: x@example.com", "Ann <a@example.com>"]
)
def test_what_is_no_address_gets_no_draft(address: str) -> None:
    with pytest.raises(RuleBroken, match="no e-mail address"):
        draft(paper("Title\n\ntext"), address)


def test_a_paper_as_text_has_its_tables() -> None:
    assert plain(paper("Title\n\n{table.rows}\n____ Me")) == "Plan  Price\nMedical  62.40\n\n____________________ Me\n"


def test_every_field_has_its_sentence() -> None:
    assert all(sentence.endswith(".") for fields in FIELDS.values() for sentence in fields.values())
