"""Commands of privacy: legal holds, a copy of everything, erasure and disposal."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

HOLD, ASK, ERASE, EXPORT = "retention.hold", "privacy.ask", "privacy.erase", "privacy.export"

HOLDS = (
    Command("go.holds", "Legal holds", "Legal holds: which stand, over whom, since when.", ("global",), (), permission=HOLD,
            address="holds", shell="hrtui hold list"),
    Command("holds.place", "Place", "Place a hold over people, candidates, or whom a query finds today.", ("holds",), ("a",), footer=2,
            permission=HOLD, shell="hrtui hold place NAME WHO --reason TEXT", menu=True),
    Command("holds.widen", "Widen", "Put more people or candidates under the hold.", ("holds",), ("e",), footer=3,
            permission=HOLD, shell="hrtui hold widen HOLD WHO --reason TEXT", menu=True),
    Command("holds.release", "Release", "Ask for the release of the hold, or confirm what somebody else asked for.", ("holds",), ("R",), footer=4,
            permission=HOLD, shell="hrtui hold release HOLD --reason TEXT", menu=True),
    Command("holds.keep", "Keep", "Refuse the release that was asked for: the hold stands on.", ("holds",), ("K",), footer=5,
            permission=HOLD, shell="hrtui hold keep HOLD --reason TEXT", menu=True),
)  # fmt: skip

ERASURES = (
    Command("go.erasures", "Erasures", "What was asked to be erased or disposed of, and what came of it.", ("global",), (),
            permission=ERASE, address="erasures", shell="hrtui privacy requests"),
    Command("erasures.do", "Do", "Do what somebody else asked for, after a word was typed; nothing brings it back.", ("erasures",), ("D",), footer=2,
            permission=ERASE, shell="hrtui privacy do REQUEST --yes", menu=True),
    Command("erasures.refuse", "Refuse", "Refuse the request.", ("erasures",), ("R",), footer=3,
            permission=ERASE, shell="hrtui privacy refuse REQUEST --reason TEXT", menu=True),
    Command("erasures.show", "Dry run", "What would be erased, what is kept until when, which hold stands.", ("erasures",), ("enter",), footer=1,
            permission=ERASE, shell="hrtui privacy do REQUEST", menu=True),
)  # fmt: skip

ABOUT = (
    Command("privacy.hold", "Legal hold", "Place a legal hold over the person.", ("person",), ("H",), permission=HOLD,
            shell="hrtui hold place NAME WHO --reason TEXT", menu=True),
    Command("privacy.copy", "Copy of everything", "Write a copy of everything about the person to a ZIP file.", ("person",), ("X",),
            permission=EXPORT, shell="hrtui privacy export WHO --to FILE", menu=True),
    Command("privacy.erasure", "Erasure", "What an erasure of the person would do, and asking for it.", ("person",), ("Z",),
            permission=ASK, shell="hrtui privacy erase WHO --ask GROUND", menu=True),
    Command("retention.hold", "Legal hold", "Place a legal hold over whom the record under the cursor is about.", ("retention",), ("H",),
            permission=HOLD, shell="hrtui hold place NAME WHO --reason TEXT", menu=True),
    Command("retention.dispose", "Dispose", "Ask for the disposal of what is listed; somebody else does it.", ("retention",), ("D",), footer=3,
            permission=ASK, shell="hrtui privacy dispose --ask GROUND", menu=True),
)  # fmt: skip

AREA = Area(
    (*HOLDS, *ERASURES, *ABOUT),
    {"holds": "Legal holds", "erasures": "Erasures"},
    lists={"table.filter": ("holds", "erasures"), "table.menu": ("holds", "erasures")},
    reading=frozenset({EXPORT}),
)
