"""A reader of ACH files for the tests, apart from what writes them: it derives every total of a file again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Read:
    """What a file says, record by record."""

    header: str = ""
    batch: str = ""
    entries: list[str] = field(default_factory=list)
    batch_end: str = ""
    file_end: str = ""
    fillers: int = 0

    @property
    def credits(self) -> int:
        return sum(int(each[29:39]) for each in self.entries if each[1:3] in ("22", "32"))

    @property
    def debits(self) -> int:
        return sum(int(each[29:39]) for each in self.entries if each[1:3] in ("27", "37"))

    @property
    def hash(self) -> int:
        return sum(int(each[3:11]) for each in self.entries) % 10_000_000_000


def read(text: str) -> Read:
    """The records of a file, each at its place; an AssertionError where the file's own rules are broken."""
    assert text.isascii()
    assert text == text.upper()
    records = text.split("\n")
    assert records.pop() == "", "every record ends its line"
    assert all(len(record) == 94 for record in records)
    assert all(record.isprintable() for record in records)
    assert len(records) % 10 == 0
    made = Read()
    for record in records:
        _place(record, made)
    _compare(made, len(records))
    return made


def _place(record: str, made: Read) -> None:
    if record == "9" * 94:
        made.fillers += 1
    elif record[0] == "6":
        assert made.batch and not made.batch_end
        made.entries.append(record)
    else:
        names = {"1": "header", "5": "batch", "8": "batch_end", "9": "file_end"}
        assert getattr(made, names[record[0]]) == "", "one of each"
        setattr(made, names[record[0]], record)


def _compare(made: Read, records: int) -> None:
    assert made.header[34:40] == "094101"
    assert made.batch[1:4] == made.batch_end[1:4]
    assert made.batch[40:50] == made.batch_end[44:54], "the company's id"
    assert made.batch[79:87] == made.batch_end[79:87], "the originating bank"
    assert made.batch[87:94] == made.batch_end[87:94], "the batch's number"
    assert int(made.batch_end[4:10]) == int(made.file_end[13:21]) == len(made.entries)
    assert int(made.batch_end[10:20]) == int(made.file_end[21:31]) == made.hash
    assert int(made.batch_end[20:32]) == int(made.file_end[31:43]) == made.debits
    assert int(made.batch_end[32:44]) == int(made.file_end[43:55]) == made.credits
    assert int(made.file_end[1:7]) == 1
    assert int(made.file_end[7:13]) * 10 == records
    assert made.fillers < 10
    assert made.file_end[55:] == " " * 39
    traces = [each[79:94] for each in made.entries]
    assert traces == sorted(set(traces)), "trace numbers ascend"
    assert all(trace.startswith(made.batch[79:87]) for trace in traces)
    for entry in made.entries:
        routing = entry[3:12]
        assert sum(int(sign) * weight for sign, weight in zip(routing, (3, 7, 1) * 3, strict=True)) % 10 == 0
        assert (entry[1:3] in ("23", "33")) == (int(entry[29:39]) == 0)
        assert entry[78] == "0"
