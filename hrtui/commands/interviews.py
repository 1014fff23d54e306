"""Commands of interviews: what is to come, booked, moved, answered and told to calendars."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ, WORK, SCORE = "recruiting.read", "recruiting.work", "recruiting.score"
ON = ("interviews",)
ACTS = ("interviews", "interviews-owed")
MINE = ("my-interviews",)

INTERVIEWS = (
    Command("go.interviews", "Interviews", "Interviews that are to come: when, with whom, and how far each is.", ("global",), ("g,i",),
            permission=READ, address="interviews", shell="hrtui interviews list"),
    Command("go.my_interviews", "My interviews", "Scorecards you owe, your interviews to come, and what you are to find out.", ("global",), (),
            permission=SCORE, address="my-interviews", shell="hrtui interviews mine"),
    Command("go.interviews_owed", "Interviews that wait", "Interviews that wait for answers, an end, or to be scheduled; what contradicts them.",
            ("global",), (), permission=WORK, address="interviews-owed", shell="hrtui interviews owed"),
    Command("interviews.mine", "My interviews", "Scorecards you owe, and your own interviews.", ON, ("M",), permission=SCORE, menu=True,
            shell="hrtui interviews mine"),
    Command("interviews.owed", "Waiting", "Those that wait for answers, an end, or to be scheduled; what contradicts them.", ON, ("o",),
            permission=WORK, menu=True, shell="hrtui interviews owed"),
    Command("interviews.kit", "Kit", "What each of the panel is to find out.", ACTS, ("K",), permission=SCORE, menu=True,
            shell="hrtui interviews kit INTERVIEW"),
    Command("my_interviews.enter", "Scorecard", "Enter your scorecard of the candidate.", MINE, ("e",), footer=1, permission=SCORE, menu=True,
            shell="hrtui recruiting score APPLICATION"),
    Command("my_interviews.kit", "Kit", "What you are to find out.", MINE, ("K",), footer=2, permission=SCORE, menu=True,
            shell="hrtui interviews kit INTERVIEW"),
    Command("my_interviews.scores", "Scorecards", "Those you may see, yours and those of others.", MINE, ("S",), footer=3, permission=SCORE,
            menu=True, shell="hrtui recruiting scorecards APPLICATION"),
    Command("kit.change", "Change", "Say what one of the panel assesses and asks, in the place of the recruiting file.", ("kit",), ("e",),
            footer=1, permission=WORK, menu=True, shell="hrtui interviews kit INTERVIEW --who WHO --ask QUESTION"),
    Command("interviews.schedule", "Schedule", "Find the best slots for an interview with the candidate, and book one.",
            ON, ("n", "i"), footer=2, permission=WORK, menu=True,
            shell="hrtui interviews schedule APPLICATION --session MINUTES:WHO"),
    Command("board.interview", "Interview", "Find the best slots for an interview with the candidate, and book one.",
            ("board",), ("n", "i"), permission=WORK, menu=True, shell="hrtui interviews schedule APPLICATION --session MINUTES:WHO"),
    Command("candidates.interview", "Interview", "Find the best slots for an interview with the candidate, and book one.",
            ("candidate",), ("i",), permission=WORK, menu=True,
            shell="hrtui interviews schedule APPLICATION --session MINUTES:WHO"),
    Command("interviews.week", "Week", "The week: a column a day, hours down the side.", ON, ("1",), footer=1, menu=True,
            shell="hrtui interviews list"),
    Command("interviews.day", "Day", "The day under the cursor: a lane an interviewer.", ON, ("2",), footer=1, menu=True),
    Command("interviews.month", "Month", "The month: how many interviews a day has, and with whom.", ON, ("3",), footer=1, menu=True),
    Command("interviews.agenda", "Agenda", "A list of those to come, soonest first.", ON, ("4",), footer=1, menu=True,
            shell="hrtui interviews list"),
    Command("interviews.today", "Today", "Go to this day and time.", ON, ("0",), footer=4, menu=True),
    Command("interviews.zone", "Zone", "Whose clocks are shown: the company's, the interview's own, or those of any zone.", ON, ("z",),
            footer=4, menu=True),
    Command("interviews.candidate", "Candidate", "The page of the candidate.", ACTS, (), footer=1, permission=READ, menu=True),
    Command("interviews.move", "Move", "Move it by the smallest change, or replace who cannot come.", ACTS, ("m",), footer=4,
            permission=WORK, menu=True, shell="hrtui interviews move INTERVIEW REASON"),
    Command("interviews.confirm", "Confirm", "Schedule what was proposed, or the whole loop; everyone is written to.", ACTS, ("C",),
            permission=WORK, menu=True, shell="hrtui interviews confirm INTERVIEW"),
    Command("interviews.invite", "E-mails", "Write the e-mails about it that are owed into the outbox, such as those that were dropped.", ACTS,
            ("E",), permission=WORK, menu=True, shell="hrtui interviews invite INTERVIEW"),
    Command("interviews.answer", "Answer", "Record what somebody of the panel answered.", ACTS, ("A",), footer=5, permission=WORK, menu=True,
            shell="hrtui interviews respond INTERVIEW WHO accepted"),
    Command("interviews.cancel", "Cancel", "Cancel it, or the whole loop, saying why.", ACTS, ("X",), footer=5, permission=WORK, menu=True,
            shell="hrtui interviews cancel INTERVIEW REASON"),
    Command("interviews.conclude", "Took place", "Record that it took place, or that nobody came.", ACTS, ("T",), footer=5, permission=WORK,
            menu=True, shell="hrtui interviews conclude INTERVIEW completed"),
    Command("interviews.file", "To a file", "Write the invitation as a calendar file.", ACTS, ("f",), footer=6, permission=READ, menu=True,
            shell="hrtui interviews export INTERVIEW --to FILE"),
    Command("interviews.period", "Days", "Another day; in the agenda, from which day to which.", ON, ("t",), footer=6, menu=True,
            shell="hrtui interviews list --from DAY --until DAY"),
    Command("interviews.every", "Over too", "Those that were cancelled too, and in the agenda those that are over; again to hide them.",
            ON, ("v",), footer=6, menu=True, shell="hrtui interviews list"),
    Command("interviews.people", "Interviewers", "Interviewers: when each can be asked, absences and kept calendars.", ON, ("W",), footer=6,
            permission=WORK, menu=True, shell="hrtui interviews interviewers"),
)  # fmt: skip

AVAILABLE = ("interviewers",)
INTERVIEWERS = (
    Command("go.interviewers", "Interviewers", "Interviewers: when each can be asked, absences and kept calendars.", ("global",),
            permission=WORK, address="interviewers", shell="hrtui interviews interviewers"),
    Command("interviewers.hours", "Hours", "Change when they can be asked: hours, zone, limits, or not at all.", AVAILABLE, ("e",), footer=1,
            permission=WORK, menu=True, shell="hrtui interviews hours WHO --hours HOURS"),
    Command("interviewers.kept", "Kept", "Their absences and the calendars that are kept of them, to take back or drop one.", AVAILABLE,
            ("enter",), footer=1, permission=WORK, menu=True, shell="hrtui interviews calendars WHO"),
    Command("interviewers.absent", "Absent", "Enter days on which they cannot be asked.", AVAILABLE, ("A",), footer=2, permission=WORK,
            menu=True, shell="hrtui interviews absent WHO FROM UNTIL"),
    Command("interviewers.import", "Import", "Keep when they, or a room, are busy, by a calendar file or a folder of them.", AVAILABLE,
            ("I",), footer=2, permission=WORK, menu=True, shell="hrtui interviews import-busy WHO FILE"),
    Command("interviewers.again", "Read anew", "Read the files of all kept calendars anew, and tell what changed.", AVAILABLE, ("R",),
            footer=3, permission=WORK, menu=True, shell="hrtui interviews import-busy --again"),
    Command("interviewers.add", "Another", "Enter when somebody can be asked who is not listed.", AVAILABLE, ("a",), footer=3,
            permission=WORK, menu=True, shell="hrtui interviews hours WHO --hours HOURS"),
    Command("interviewers.rooms", "Rooms", "The calendars that are kept of rooms, to drop one.", AVAILABLE, ("O",), footer=4,
            permission=WORK, menu=True, shell="hrtui interviews calendars"),
)  # fmt: skip

CALENDAR = (
    Command("calendar.down", "Down", "Move down: behind the interview, or to the next time.", ("calendar",), ("down", "j")),
    Command("calendar.up", "Up", "Move up.", ("calendar",), ("up", "k")),
    Command("calendar.left", "Left", "Move to what is beside it at the left, else to the column there.", ("calendar",), ("left", "h")),
    Command("calendar.right", "Right", "Move to what is beside it at the right, else to the column there.", ("calendar",), ("right", "l")),
    Command("calendar.page_down", "Later", "The week, day or month that follows.", ("calendar",), ("pagedown",)),
    Command("calendar.page_up", "Before", "The week, day or month before.", ("calendar",), ("pageup",)),
    Command("calendar.first", "First", "Move to the first row.", ("calendar",), ("home",)),
    Command("calendar.last", "Last", "Move to the last row.", ("calendar",), ("end", "G")),
    Command("calendar.open", "Open", "Open the candidate, or the day of a month.", ("calendar",), ("enter",), footer=1),
)  # fmt: skip

SLOTS = (
    Command("slots.list", "As a list", "The slots as a list, best first, or in the calendar again.", ("slots",), ("tab", "shift+tab"),
            footer=2),
    Command("slots.next", "Next best", "The slot that comes next in the order.", ("slots",), ("n",), footer=3),
    Command("slots.previous", "Better", "The slot that comes before in the order.", ("slots",), ("p",), footer=3),
)  # fmt: skip

AREA = Area(
    (*INTERVIEWS, *INTERVIEWERS, *CALENDAR, *SLOTS),
    {
        "interviews": "Interviews",
        "slots": "Slots",
        "interviewers": "Interviewers",
        "my-interviews": "My interviews",
        "interviews-owed": "Interviews that wait",
        "kit": "Kit",
    },
    {"calendar": "Calendars"},
    lists={
        "table.filter": ("interviews", "interviewers", "my-interviews", "interviews-owed"),
        "table.menu": ("interviews", "interviewers", "my-interviews", "interviews-owed", "kit"),
    },
)
