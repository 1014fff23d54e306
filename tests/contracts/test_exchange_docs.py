"""What the guides say of queries and imports is what the program takes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from hrtui.exchange.mapping import read
from hrtui.exchange.model import TARGETS, Reader
from hrtui.query.acts import Manners
from hrtui.query.rules import FIELDS, parse, split_pipe
from hrtui.query.verbs import VERBS, parse_verb

DOCS = Path(__file__).parents[2] / "docs"

TODAY = date(2026, 11, 23)


def test_the_guide_of_queries_names_every_field_and_choice() -> None:
    text = (DOCS / "query.md").read_text(encoding="utf-8")
    for field in FIELDS:
        for word in (field.name, *field.aliases, *field.choices):
            assert f"`{word}`" in text


def test_every_query_of_the_guide_is_understood() -> None:
    text = (DOCS / "query.md").read_text(encoding="utf-8")
    shown = re.findall(r"`(-?[a-z]+[:<>!=][^`]+)`", text) + re.findall(r"hrtui query '([^']+)'", text)
    assert len(shown) > 15
    for line in shown:
        query, verb, _ = split_pipe(line)
        if "field:value" not in query:
            parse(query, TODAY)
        if verb is not None:
            parse_verb(verb, Manners(TODAY))


def test_every_verb_of_the_guide_is_understood() -> None:
    text = (DOCS / "bulk.md").read_text(encoding="utf-8")
    names = "|".join(VERBS)
    shown = re.findall(rf"`((?:{names}) [^`]+)`", text)
    shown += [verb for line in re.findall(r"hrtui query '([^'…]+)'", text) if (verb := split_pipe(line)[1]) is not None]
    assert len(shown) > 20
    for verb in shown:
        parse_verb(verb, Manners(TODAY))


def test_the_guide_of_imports_names_every_field_and_reader() -> None:
    text = (DOCS / "import.md").read_text(encoding="utf-8")
    for word in (*(target.name for target in TARGETS), *Reader):
        assert f"`{word}`" in text


def test_the_mapping_of_the_guide_is_one() -> None:
    text = (DOCS / "import.md").read_text(encoding="utf-8")
    made, problems = read(text.split("```yaml\n")[1].split("```")[0], "guide")
    assert problems == []
    assert made is not None
