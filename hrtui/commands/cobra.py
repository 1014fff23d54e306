"""Commands of continuation coverage (COBRA), and of papers of benefits."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

KEEP = "benefits.cobra"
COBRA = (
    Command("go.cobra", "COBRA", "Cases of continuation coverage: notices, elections and payments by the day that comes next.",
            ("global",), (), permission=KEEP, address="cobra", shell="hrtui benefits cobra list"),
    Command("cobra.raise", "Raise", "Raise the case of everyone who lost health coverage and has none yet.", ("cobra",), ("a",),
            footer=2, permission=KEEP, shell="hrtui benefits cobra raise", menu=True),
    Command("cobra.raise_one", "Raise one", "Raise one by hand: a divorce, Medicare, or anything that is not on file.", ("cobra",),
            ("A",), permission=KEEP, shell="hrtui benefits cobra raise NUMBER --event EVENT", menu=True),
    Command("cobra.write", "Write notice", "Write the election notice as PDF, or file it under the person's documents.", ("cobra",),
            ("W",), footer=4, permission=KEEP, shell="hrtui benefits paper cobra_notice NUMBER", menu=True),
    Command("benefits.write", "Papers", "Write a paper of this person as PDF, or file it: form, confirmation, waiver, summary …",
            ("benefits", "enrolments"), ("W",), footer=5, permission="benefits.read", shell="hrtui benefits paper KIND NUMBER", menu=True),
    Command("cobra.notice", "Notice sent", "Record that the election notice was sent.", ("cobra",), ("N",), footer=3, permission=KEEP,
            shell="hrtui benefits cobra notice CASE", menu=True),
    Command("cobra.elect", "Elect", "Record who elected, and which plans, and who declined.", ("cobra",), ("e",), footer=3, permission=KEEP,
            shell="hrtui benefits cobra elect CASE", menu=True),
    Command("cobra.paid", "Paid", "Record a payment through a month.", ("cobra",), ("P",), footer=3, permission=KEEP,
            shell="hrtui benefits cobra paid CASE --through DAY", menu=True),
    Command("cobra.extend", "Extend", "Let it last longer: a disability, a second event, or Medicare before.", ("cobra",), (), permission=KEEP,
            shell="hrtui benefits cobra extend CASE --by WHY", menu=True),
    Command("cobra.end", "End", "End it before its time, saying why.", ("cobra",), ("E",), permission=KEEP,
            shell="hrtui benefits cobra end CASE --on DAY --why WHY", menu=True),
    Command("cobra.lapse", "Carry out missed", "Carry out what was missed: declined, lapsed, ended.", ("cobra",), ("L",), footer=4,
            permission=KEEP, shell="hrtui benefits cobra lapse", menu=True),
    Command("cobra.every", "All", "Those that are over too; again for the open ones.", ("cobra",), ("v",), footer=5,
            shell="hrtui benefits cobra list --all", menu=True),
    Command("go.general_notices", "General notices", "General notices of COBRA that are owed since health coverage began.",
            ("global",), (), permission=KEEP, address="general-notices", shell="hrtui benefits cobra general"),
    Command("cobra.general", "General notices", "Those who are to be told of COBRA since their coverage began.", ("cobra",), ("G",),
            footer=5, permission=KEEP, shell="hrtui benefits cobra general", menu=True),
    Command("general.write", "Write notice", "Write the general notice as PDF, or file it under the person's documents.", ("general-notices",),
            ("W",), footer=2, permission=KEEP, shell="hrtui benefits paper general_notice NUMBER", menu=True),
    Command("general.sent", "Notice sent", "Record that the notices marked, or the one under the cursor, were sent.", ("general-notices",),
            ("N",), footer=2, permission=KEEP, shell="hrtui benefits cobra general --sent NUMBER", menu=True),
    Command("general.record", "Record", "The record of this person.", ("general-notices",), ("R",), permission="people.read", menu=True),
    Command("cobra.record", "Record", "The record of this person.", ("cobra",), ("R",), permission="people.read", menu=True),
)  # fmt: skip

AREA = Area(
    COBRA,
    {"cobra": "COBRA", "general-notices": "General notices"},
    lists={"table.menu": ("cobra", "general-notices")},
)
