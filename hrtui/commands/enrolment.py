"""Commands of enrolment in benefits: the queue of events, the elections of one, a person's benefits, the open enrolment."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ, ENROL, FINALISE = "benefits.read", "benefits.enrol", "benefits.finalise"

QUEUE = (
    Command("go.benefits", "Benefits", "Enrolment events under way, by the days left to choose.", ("global",), ("g,b",),
            permission=READ, address="enrolments", shell="hrtui benefits events"),
    Command("go.open_enrolment", "Open enrolment", "The open enrolment of the company: who has started, who has not.", ("global",), (),
            permission=READ, address="open-enrolment", shell="hrtui benefits oe status DAY"),
    Command("enrolments.add", "Open an event", "Open an enrolment event of a person: new hire, life event or administrative.",
            ("enrolments", "benefits"), ("a",), footer=2, permission=ENROL, menu=True, shell="hrtui benefits open NUMBER KIND"),
    Command("enrolments.simulate", "What if", "What an event would let a person choose and what it would cost; nothing is saved.",
            ("enrolments", "benefits"), ("i",), footer=3, permission=READ, menu=True, shell="hrtui benefits simulate NUMBER KIND"),
    Command("enrolments.benefits", "Benefits", "What the person has today, and had before.",
            ("enrolments", "elect", "open-enrolment", "benefit-reports"), ("B",),
            footer=3, permission=READ, menu=True, shell="hrtui benefits show NUMBER"),
    Command("enrolments.carry_out", "Carry out what is due", "Open events of new hires, end leavers' coverage, take out children who age out.",
            ("enrolments",), ("D",), footer=4, permission=FINALISE, menu=True, shell="hrtui benefits due --do"),
    Command("enrolments.every", "Over too", "Events that are finalised, closed or void too; again for those under way.",
            ("enrolments",), ("v",), footer=5, menu=True, shell="hrtui benefits events --all"),
    Command("enrolments.finalise", "Finalise", "Let the elections of the event count, after its number was typed.",
            ("enrolments", "elect"), ("F",), footer=4, permission=FINALISE, menu=True, shell="hrtui benefits finalise EVENT"),
    Command("enrolments.company", "Open enrolment", "The open enrolment of the company: who has started, who has not.",
            ("enrolments",), ("O",), footer=5, permission=READ, menu=True, shell="hrtui benefits oe status DAY"),
    Command("enrolments.close", "Close", "Close the finalised event: its papers came.", ("enrolments", "elect"), (),
            permission=ENROL, menu=True, shell="hrtui benefits close EVENT"),
    Command("enrolments.void", "Void", "End the event without elections, saying why.", ("enrolments", "elect"), (),
            permission=FINALISE, menu=True, shell="hrtui benefits void EVENT REASON"),
    Command("enrolments.papers", "Papers of many", "Make one paper of those marked, those listed, or everyone it is for: files, drafts, or filed.",
            ("enrolments", "open-enrolment"), ("P",), footer=7, permission=READ, menu=True, shell="hrtui benefits papers KIND --all --to FOLDER"),
    Command("enrolments.export", "Export", "Write the events shown, or the marked ones, to a CSV, XLSX or JSON file.",
            ("enrolments", "open-enrolment"), ("x",), footer=7, permission=READ, menu=True, shell="hrtui benefits events --json"),
    Command("benefits.over_time", "Over time", "Every election there ever was, newest first; again for those of the day.", ("benefits",),
            ("tab",), footer=2, menu=True, shell="hrtui benefits show NUMBER --history"),
    Command("benefits.details", "Details", "All dependents, beneficiaries, and every plan that is not had and why.", ("benefits",), ("d",),
            menu=True, shell="hrtui benefits show NUMBER"),
    Command("benefits.standing", "Standing", "What benefits need to know of the person or a dependent: papers, tobacco, student, disabled.",
            ("benefits",), ("s",), footer=6, permission=ENROL, menu=True, shell="hrtui benefits standing NUMBER SLOT"),
    Command("benefits.beneficiaries", "Beneficiaries", "Name who receives a life plan, a retirement plan or an HSA, and what part.",
            ("benefits",), ("b",), footer=4, permission=ENROL, menu=True, shell="hrtui benefits beneficiaries NUMBER TYPE --share SHARE"),
    Command("benefits.evidence", "Evidence", "Approve or refuse the evidence of insurability that an election awaits.",
            ("benefits",), ("v",), permission=ENROL, menu=True, shell="hrtui benefits evidence NUMBER TYPE approve"),
    Command("person.benefits", "Benefits", "What the person in view has of benefits, what a check takes for it, and who is covered.",
            ("person", "people", "org"), ("B",), permission=READ, menu=True, shell="hrtui benefits show NUMBER"),
    Command("enrolments.record", "Record", "The record of this person.",
            ("enrolments", "elect", "benefits", "open-enrolment", "benefit-reports"), ("R",), permission="people.read", menu=True),
)  # fmt: skip

ELECT = (
    Command("elect.right", "Next option", "The next option of the type under the cursor.", ("elect", "simulate"), ("right", "l"), footer=2),
    Command("elect.left", "Option before", "The option before.", ("elect", "simulate"), ("left", "h"), footer=6),
    Command("elect.fill", "Details", "Who is covered, the amount, the part of pay, or why it is waived.", ("elect", "simulate"),
            ("e",), footer=3, menu=True),
    Command("elect.prepare", "Prepare anew", "Work out anew what the event offers, after a dependent was added or plans changed.",
            ("elect",), ("r",), permission=ENROL, menu=True, shell="hrtui benefits prepare EVENT"),
    Command("elect.take_back", "Take back", "Leave the type as if nothing was chosen.", ("elect", "simulate"), ("backspace",), menu=True),
    Command("elect.save", "Save", "Enter what is chosen; it counts once the event is finalised.", ("elect",), ("S",), footer=1,
            permission=ENROL, menu=True, shell="hrtui benefits elect EVENT"),
    Command("elect.open", "Open the event", "Open the event that was simulated, with what is chosen.", ("simulate",), ("S",), footer=1,
            permission=ENROL, menu=True, shell="hrtui benefits open NUMBER KIND"),
)  # fmt: skip

COMPANY = (
    Command("open_enrolment.add", "Open it", "Open an event for everyone employed on the first day of a plan year, as one command.",
            ("open-enrolment",), ("a",), footer=1, permission=FINALISE, menu=True,
            shell="hrtui benefits oe open DAY --last-day DAY"),
    Command("open_enrolment.group", "Next part", "Those in error, who chose nothing, who chose, whose elections count; then all again.",
            ("open-enrolment",), ("v",), footer=2, menu=True, shell="hrtui benefits oe status DAY --waiting"),
    Command("open_enrolment.finalise", "Finalise all", "Let all elections that can count; those with errors are left.",
            ("open-enrolment",), ("F",), footer=3, permission=FINALISE, menu=True, shell="hrtui benefits oe finalise DAY"),
    Command("open_enrolment.left", "Left out", "Whom the last opening or finalising left out, and why.", ("open-enrolment",), ("L",),
            footer=4, menu=True),
    Command("open_enrolment.remind", "Reminders", "Write a reminder of everyone with an event under way: letters, or drafts of e-mails.",
            ("open-enrolment",), (), permission=READ, menu=True, shell="hrtui benefits papers reminder --all --to FOLDER"),
)  # fmt: skip

REPORTS = (
    Command("go.benefit_reports", "Benefit reports", "Enrolment by plan and tier, cost by month, who is not eligible and why.", ("global",), (),
            permission=READ, address="benefit-reports", shell="hrtui benefits report enrolment"),
    Command("enrolments.reports", "Reports", "Enrolment by plan and tier, cost by month, who is not eligible and why.", ("enrolments",),
            ("r",), footer=6, permission=READ, menu=True, shell="hrtui benefits report enrolment"),
    Command("benefit_reports.next", "Next report", "Enrolment, cost by month and who is not eligible in turn.", ("benefit-reports",),
            ("tab",), footer=1, menu=True),
    Command("benefit_reports.previous", "Report before", "The report before.", ("benefit-reports",), ("shift+tab",), menu=True),
    Command("benefit_reports.export", "Export", "Write the rows shown to a CSV, XLSX or JSON file.", ("benefit-reports",), ("x",), footer=3,
            permission=READ, menu=True, shell="hrtui benefits report enrolment --csv"),
)  # fmt: skip

AREA = Area(
    (*QUEUE, *ELECT, *COMPANY, *REPORTS),
    {
        "enrolments": "Enrolment",
        "open-enrolment": "Open enrolment",
        "elect": "Elections",
        "simulate": "What if",
        "benefits": "Benefits of a person",
        "benefit-reports": "Benefit reports",
    },
    lists={
        "table.filter": ("enrolments", "open-enrolment", "benefit-reports"),
        "table.menu": ("enrolments", "open-enrolment", "elect", "simulate", "benefits", "benefit-reports"),
    },
    reading=frozenset({READ}),
    writers=frozenset({"enrolments.papers", "open_enrolment.remind"}),
)
