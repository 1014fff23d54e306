"""Small readers of beancount and hledger text for the tests: every posting with its notes."""

from __future__ import annotations

import re
from collections import defaultdict

AMOUNT = r"(-?[0-9]+)\.([0-9]{2}) USD"
QUOTED = r'"((?:[^"\\]|\\.)*)"'
Notes = dict[str, str]
Books = list[tuple[str, list[tuple[str, int, Notes]]]]


def cents(whole: str, part: str) -> int:
    return int(whole) * 100 + (-1 if whole.startswith("-") else 1) * int(part)


def read_beancount(text: str) -> Books:
    made: Books = []
    for row in text.splitlines():
        if re.fullmatch(r"(?:; needs: )?[0-9]{4}-[0-9]{2}-[0-9]{2} open \S+ USD", row) or not row:
            continue
        if head := re.fullmatch(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) \* {QUOTED} {QUOTED}", row):
            made.append((head[1], []))
        elif posting := re.fullmatch(rf"  (\S+) +{AMOUNT}", row):
            made[-1][1].append((posting[1], cents(posting[2], posting[3]), {}))
        else:
            note = re.fullmatch(rf"    ([a-z][a-z0-9_-]*): {QUOTED}", row)
            assert note is not None, row
            made[-1][1][-1][2][note[1]] = re.sub(r"\\(.)", r"\1", note[2])
    return made


def read_hledger(text: str) -> Books:
    made: Books = []
    for row in filter(None, text.splitlines()):
        if re.fullmatch(r"commodity 1000\.00 USD|account [^\s;]+", row):
            continue
        if head := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) \* ([^;|]*) \| ([^;|]*)", row):
            made.append((head[1], []))
            continue
        posting = re.fullmatch(rf"    (\S+) {{2,}}{AMOUNT}(?:  ; (.*))?", row)
        assert posting is not None, row
        pairs = (tag.partition(":") for tag in (posting[4] or "").split(", ") if tag)
        made[-1][1].append((posting[1], cents(posting[2], posting[3]), {name: value for name, _, value in pairs}))
    return made


def by_account(books: Books) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for _, postings in books:
        for account, amount, _ in postings:
            sums[account] += amount
    return dict(sums)
