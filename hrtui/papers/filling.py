"""Templates in plain text, and papers made of them: a field is `{name}`; what a field holds is data, never template.

The first line is the title. `# ` begins a heading, `- ` an item; a line that is a table's field alone becomes the table; `____`
is a line to sign on. An empty line ends a paragraph, whose lines are set as one. A paragraph or item whose fields are all empty
is left out. A brace is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches

from hrtui.errors import ConfigError
from hrtui.papers.model import Block, Paper, Part, Piece, Template, Values
from hrtui.text import clean

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
TABLE = "table."
MOST_LINES = 500


def parse(text: str, file: str, fields: Collection[str]) -> Template:
    """A template from its text; raises ConfigError with file and line of every field that is not known and every stray brace."""
    lines = [clean(line).strip() for line in text.splitlines()]
    if len(lines) > MOST_LINES:
        raise ConfigError(f"{file} has more than {MOST_LINES} lines; it is no template of a paper.")
    problems = [f"{file}:{at}: {problem}" for at, line in enumerate(lines, 1) for problem in _problems(line, fields)]
    title = next((line for line in lines if line), "")
    if not title:
        problems.append(f"{file}:1: There is no title; write it in the first line.")
    if problems:
        raise ConfigError("\n".join(problems))
    first = lines.index(title) + 1
    return Template(title, tuple(_pieces(lines[first:], first + 1)), file)


def _problems(line: str, fields: Collection[str]) -> Iterator[str]:
    for match in _FIELD.finditer(line):
        name = match[1]
        if match[0] in ("{{", "}}"):
            continue
        if name is None:
            yield f"There is a “{match[0]}” alone; write it twice, or close the field."
        elif name not in fields:
            near = get_close_matches(name, fields, 1)
            known = f"did you mean {{{near[0]}}}?" if near else f"there are {', '.join(sorted(fields))}."
            yield f"There is no field {{{name}}}; {known}"
        elif name.startswith(TABLE) and line != match[0]:
            yield f"The table {{{name}}} stands on a line of its own."


def _pieces(lines: list[str], first: int) -> Iterator[Piece]:
    """The pieces of lines; what follows a paragraph's or an item's line without an empty one between belongs to it."""
    open_: Piece | None = None
    for at, line in enumerate([*lines, ""], first):
        alone = _alone(line, at)
        if open_ is not None and line and alone is None:
            open_ = replace(open_, text=f"{open_.text} {line}")
            continue
        if open_ is not None:
            yield open_
        open_ = Piece(Part.TEXT, line, at) if line and alone is None else None
        if alone is not None and alone.part is Part.ITEM:
            open_ = alone
        elif alone is not None:
            yield alone


def _alone(line: str, at: int) -> Piece | None:
    """The piece that a line is by itself; None for a line of a paragraph."""
    match = _FIELD.fullmatch(line)
    if match is not None and match[1] and match[1].startswith(TABLE):
        return Piece(Part.TABLE, match[1], at)
    if line.startswith("# "):
        return Piece(Part.HEADING, line[2:], at)
    if line.startswith("- "):
        return Piece(Part.ITEM, line[2:], at)
    if line.startswith("____"):
        return Piece(Part.SIGNATURE, line.lstrip("_ "), at)
    return None


def fill(template: Template, values: Values, company: str, day: str) -> Paper:
    """The paper of one person."""
    blocks = []
    for piece in template.pieces:
        if piece.part is Part.TABLE:
            table = values.tables[piece.text]
            blocks += [Block(Part.TABLE, table=table)] if table.rows else []
            continue
        named = [match[1] for match in _FIELD.finditer(piece.text) if match[1]]
        if not named or any(values.texts[name] for name in named):
            blocks.append(Block(piece.part, filled(piece.text, values)))
    texts = values.texts
    title = filled(template.title, values)
    return Paper(company, texts["person.name"], texts["person.number"], day, title, tuple(blocks))


def filled(text: str, values: Values) -> str:
    """A text with its fields filled in, in one pass: braces in what a field holds stay as they are."""

    def of(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else values.texts[match[1]]

    return _FIELD.sub(of, text)


def plain(paper: Paper) -> str:
    """A paper as plain text, for an e-mail."""
    return "\n\n".join(_plain(block) for block in paper.blocks) + "\n"


def _plain(block: Block) -> str:
    if block.table is not None:
        return "\n".join("  ".join(row) for row in (block.table.headings, *block.table.rows))
    return {Part.ITEM: f"- {block.text}", Part.SIGNATURE: f"____________________ {block.text}"}.get(
        block.part, block.text
    )
