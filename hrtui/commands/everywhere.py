"""Commands that work on every screen."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

GLOBAL = (
    Command("go.home", "Home", "Go to the home screen.", ("global",), ("g,h",), address="home"),
    Command("go.people", "People", "Everyone, found by typing.", ("global",), ("g,p",), permission="people.read", address="people"),
    Command(
        "go.payroll", "Payroll", "Preview the next pay date.", ("global",), ("g,y",),
        permission="payroll.preview", address="payroll", shell="hrtui payroll preview",
    ),
    Command(
        "go.runs", "Payroll runs", "The runs of the year: opened, calculated, approved, paid.", ("global",), (),
        permission="payroll.preview", address="runs", shell="hrtui payroll runs",
    ),
    Command(
        "go.filings", "Filings", "The returns and deposits of the year, by due day.", ("global",), (),
        permission="payroll.file", address="filings", shell="hrtui payroll deposits",
    ),
    Command(
        "go.retro", "Retro", "What closed runs owe since facts were changed back, to be decided.", ("global",), (),
        permission="payroll.preview", address="retro", shell="hrtui payroll retro",
    ),
    Command(
        "go.future", "Scheduled", "What takes effect when, for everyone.", ("global",), ("g,f",),
        permission="people.read", address="future", shell="hrtui future",
    ),
    Command(
        "go.audit", "Audit trail", "See who changed and who saw what.", ("global",), ("g,a",),
        permission="audit.read", address="audit", shell="hrtui audit log",
    ),
    Command(
        "go.views", "Saved views", "Queries with their columns, under a name.", ("global",), ("g,v",),
        permission="people.read", address="views", shell="hrtui views list",
    ),
    Command(
        "go.org", "Org chart", "Who reports to whom, with spans and vacancies.", ("global",), ("g,o",),
        permission="people.read", address="org", shell="hrtui org chart",
    ),
    Command(
        "go.departments", "Departments", "Who heads which department, and where seats are vacant.", ("global",), (),
        permission="people.read", address="departments", shell="hrtui org departments list",
    ),
    Command(
        "go.locations", "Locations", "The places of work.", ("global",), (),
        permission="people.read", address="locations", shell="hrtui org locations list",
    ),
    Command(
        "go.positions", "Positions", "The positions with their seats, and which of these are vacant.", ("global",), (),
        permission="people.read", address="positions", shell="hrtui org positions list",
    ),
    Command("app.palette", "Palette", "Every command and every address; type to find one.", ("global",), ("colon", "ctrl+p"), footer=8),
    Command("app.help", "Help", "Every key of this screen, with a sentence.", ("global",), ("question_mark",), footer=9, address="help"),
    Command(
        "app.lens", "As of", "Look at the whole company as of another day; an empty day is today again.", ("global",), ("at",),
        address="as-of", shell="hrtui open --on DAY",
    ),
    Command("app.undo", "Undo", "Undo your last change.", ("global",), ("u",), footer=7, shell="hrtui undo"),
    Command("app.back", "Back", "One step back; never loses typed text without asking.", ("global",), ("escape",)),
    Command("app.leave", "Leave", "Leave this screen.", ("global",), ("q",), footer=10),
    Command("app.quit", "Quit", "Leave hrtui.", ("global",), ("ctrl+q",), address="quit"),
    Command("app.theme", "Theme", "Step to the next theme: dark, light, high contrast, 16 colours.", ("global",), (), address="theme"),
    Command("app.repaint", "Repaint", "Paint the whole screen anew, after something else wrote on it.", ("global",), ("ctrl+l",)),
)  # fmt: skip

AREA = Area(GLOBAL, {"home": "Home"}, writers=frozenset({"app.undo"}))
