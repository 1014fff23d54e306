"""Commands of interviews: what is to come, booked, moved, answered and told to calendars."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ, WORK = "recruiting.read", "recruiting.work"
ON = ("interviews",)

INTERVIEWS = (
    Command("go.interviews", "Interviews", "Interviews that are to come: when, with whom, and how far each is.", ("global",), ("g,i",),
            permission=READ, address="interviews", shell="hrtui interviews list"),
    Command("interviews.schedule", "Schedule", "Find the best slots for an interview with the candidate, and book one.",
            ON, ("i",), footer=2, permission=WORK, menu=True, shell="hrtui interviews schedule APPLICATION --session MINUTES:WHO"),
    Command("board.interview", "Interview", "Find the best slots for an interview with the candidate, and book one.",
            ("board", "candidate"), ("i",), permission=WORK, menu=True,
            shell="hrtui interviews schedule APPLICATION --session MINUTES:WHO"),
    Command("interviews.candidate", "Candidate", "The page of the candidate.", ON, ("enter",), footer=1, permission=READ, menu=True),
    Command("interviews.move", "Move", "Move it by the smallest change, or replace who cannot come.", ON, ("m",), footer=2,
            permission=WORK, menu=True, shell="hrtui interviews move INTERVIEW REASON"),
    Command("interviews.answer", "Answer", "Record what somebody of the panel answered.", ON, ("A",), footer=3, permission=WORK, menu=True,
            shell="hrtui interviews respond INTERVIEW WHO accepted"),
    Command("interviews.cancel", "Cancel", "Cancel it, or the whole loop, saying why.", ON, ("X",), footer=3, permission=WORK, menu=True,
            shell="hrtui interviews cancel INTERVIEW REASON"),
    Command("interviews.conclude", "Took place", "Record that it took place, or that nobody came.", ON, ("T",), footer=4, permission=WORK,
            menu=True, shell="hrtui interviews conclude INTERVIEW completed"),
    Command("interviews.file", "To a file", "Write the invitation as a calendar file.", ON, ("f",), footer=4, permission=READ, menu=True,
            shell="hrtui interviews export INTERVIEW --to FILE"),
    Command("interviews.period", "Days", "Interviews of other days.", ON, ("t",), footer=5, menu=True,
            shell="hrtui interviews list --from DAY --until DAY"),
    Command("interviews.every", "Over too", "Those that took place or were cancelled too; again for those to come.", ON, ("v",), footer=6,
            menu=True, shell="hrtui interviews list"),
)  # fmt: skip

AREA = Area(
    INTERVIEWS,
    {"interviews": "Interviews"},
    lists={"table.filter": ("interviews",), "table.menu": ("interviews",)},
)
