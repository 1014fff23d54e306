"""A paper on pages: what stands where, in points from the top left of a US Letter page; no library yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hrtui.papers.model import Block, Paper, Part, Table
from hrtui.payroll.outputs.payslip_pages import BOTTOM, LEFT, RIGHT, SMALL, TOP, Mark, Measure, fitted

BODY, HEADING, TITLE = 9.5, 11.5, 16.0
LEADING = 13.5
WIDTH = RIGHT - LEFT
PAD = 8.0
INDENT = 12.0
LEAST = 34.0
"""The width that every column of a table keeps."""


class _Pages:
    """Pages while they are filled; `y` is the base line of the next line."""

    def __init__(self, paper: Paper, measure: Measure) -> None:
        self.paper = paper
        self.measure = measure
        self.pages: list[list[Mark]] = [[]]
        self.y = TOP

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def room(self, height: float) -> bool:
        """Make sure of so much height; says whether that took a new page."""
        if self.y + height <= BOTTOM:
            return False
        self.pages.append([])
        self.y = TOP
        head = f"{self.paper.title} · {self.paper.person} ({self.paper.number}), continued"
        self.put(Mark(LEFT, self.y, fitted(head, WIDTH, SMALL, self.measure), SMALL, grey=True))
        self.y += 2 * LEADING
        return True

    def lines(self, text: str, x: float, size: float = BODY, bold: bool = False) -> None:
        """A text in as many lines as it takes."""
        for line in wrapped(text, RIGHT - x, size, self.measure):
            self.room(0)
            self.put(Mark(x, self.y, line, size, bold=bold))
            self.y += LEADING * max(1.0, size / BODY * 0.9)


def wrapped(text: str, width: float, size: float, measure: Measure) -> Iterator[str]:
    """The lines of a text within a width; a word that is longer than a line is broken."""
    line = ""
    for word in text.split():
        for part in _broken(word, width, size, measure):
            joined = f"{line} {part}" if line else part
            if line and measure(joined, size) > width:
                yield line
                line = part
            else:
                line = joined
    if line:
        yield line


def _broken(word: str, width: float, size: float, measure: Measure) -> Iterator[str]:
    while measure(word, size) > width and len(word) > 1:
        fits = len(word) - 1
        while fits > 1 and measure(word[:fits], size) > width:
            fits = fits * 3 // 4
        yield word[:fits]
        word = word[fits:]
    yield word


def pages_of(paper: Paper, measure: Measure) -> list[list[Mark]]:
    """The pages of a paper: company and day above, the title, then its blocks."""
    pages = _Pages(paper, measure)
    pages.put(Mark(LEFT, pages.y, fitted(paper.company, WIDTH * 0.7, BODY, measure), BODY, bold=True))
    pages.put(Mark(RIGHT, pages.y, paper.day, BODY, right=True, grey=True))
    pages.put(Mark(LEFT, pages.y + 6, end=RIGHT))
    pages.y += 34
    pages.lines(paper.title, LEFT, TITLE, bold=True)
    pages.y += 4
    for block in paper.blocks:
        _block(pages, block)
    return pages.pages


def _block(pages: _Pages, block: Block) -> None:
    if block.table is not None:
        _table(pages, block.table)
    elif block.part is Part.HEADING:
        pages.room(6 * LEADING)
        pages.y += 6
        pages.lines(block.text, LEFT, HEADING, bold=True)
        pages.y += 2
    elif block.part is Part.ITEM:
        pages.room(0)
        pages.put(Mark(LEFT + 2, pages.y, "•", BODY))
        pages.lines(block.text, LEFT + INDENT)
        pages.y += 2
    elif block.part is Part.SIGNATURE:
        _signature(pages, block.text)
    else:
        pages.lines(block.text, LEFT)
        pages.y += 6


def _signature(pages: _Pages, text: str) -> None:
    pages.room(4 * LEADING)
    pages.y += 2 * LEADING
    pages.put(Mark(LEFT, pages.y, end=LEFT + WIDTH * 0.6))
    pages.y += LEADING - 2
    pages.put(Mark(LEFT, pages.y, fitted(text, WIDTH, SMALL, pages.measure), SMALL, grey=True))
    pages.y += LEADING + 4


def _table(pages: _Pages, table: Table) -> None:
    widths = columns_of(table, pages.measure)
    pages.room(3 * LEADING)
    _heads(pages, table, widths)
    for row in table.rows:
        cells = [
            list(wrapped(cell, width - PAD, BODY - 1, pages.measure)) or [""]
            for cell, width in zip(row, widths, strict=True)
        ]
        if pages.room((max(map(len, cells)) - 1) * LEADING):
            _heads(pages, table, widths)
        _row(pages, table, cells, widths)
    pages.y += 8


def _heads(pages: _Pages, table: Table, widths: Sequence[float]) -> None:
    x = LEFT
    pages.put(Mark(LEFT - 3, pages.y - LEADING + 3, end=RIGHT + 3, box=LEADING + 1))
    for at, (heading, width) in enumerate(zip(table.headings, widths, strict=True)):
        right = at in table.right
        shown = fitted(heading, width - PAD, SMALL, pages.measure)
        pages.put(Mark(x + width - PAD if right else x, pages.y, shown, SMALL, right=right, grey=True))
        x += width
    pages.y += LEADING + 1


def _row(pages: _Pages, table: Table, cells: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    top, x = pages.y, LEFT
    for at, (lines, width) in enumerate(zip(cells, widths, strict=True)):
        right = at in table.right
        for down, line in enumerate(lines):
            pages.put(Mark(x + width - PAD if right else x, top + down * LEADING, line, BODY - 1, right=right))
        x += width
    pages.y = top + max(map(len, cells)) * LEADING
    pages.put(Mark(LEFT, pages.y - LEADING + 4, end=RIGHT, grey=True))
    pages.y += 1


def columns_of(table: Table, measure: Measure) -> list[float]:
    """The widths of columns: as wide as what they hold where that fits, and what is left is the widest text's; else the wide ones
    share what there is."""
    wanted = [
        max([measure(table.headings[at], SMALL), *(measure(row[at], BODY - 1) for row in table.rows)]) + PAD
        for at in range(len(table.headings))
    ]
    spare = WIDTH - sum(wanted)
    if spare >= 0:
        widest = max((at for at in range(len(wanted)) if at not in table.right), key=lambda at: wanted[at], default=0)
        return [width + (spare if at == widest else 0) for at, width in enumerate(wanted)]
    fair = WIDTH / len(wanted)
    narrow = sum(width for width in wanted if width <= fair)
    wide = sum(width for width in wanted if width > fair)
    return [width if width <= fair else max(LEAST, (WIDTH - narrow) * width / wide) for width in wanted]
