"""Commands are declared once: keys, footer, menu, help, palette and the generated reference come from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    `where` names the screens it works on (`global` for everywhere); `keys` its keys there, as Textual spells them;
    `footer` its rank in the footer line (0: not shown there); `permission` the action it needs; `shell` its twin on
    the command line; `menu` whether `.` offers it; `address` what typing its name in the palette jumps to.
    """

    id: str
    label: str
    help: str
    where: tuple[str, ...]
    keys: tuple[str, ...] = ()
    footer: int = 0
    permission: str = ""
    shell: str = ""
    menu: bool = False
    address: str = ""


READING = frozenset(
    {
        "people.read",
        "people.documents",
        "payroll.preview",
        "payroll.file",
        "audit.read",
        "store.check",
        "retention.read",
    }
)
"""The actions that change nothing."""

WRITERS = frozenset(
    {
        "future.withdraw",
        "people.withdraw",
        "person.edit",
        "app.undo",
        "people.bulk",
        "bulk.write",
        "people.save_view",
        "views.rename",
        "views.remove",
        "run.accept",
    }
)
"""The commands that change something, though what they need is no action of its own or one that only reads."""

SCREENS: dict[str, str] = {
    "home": "Home",
    "people": "People",
    "person": "Record of a person",
    "future": "Scheduled changes",
    "contacts": "Contacts of a person",
    "documents": "Documents of a person",
    "deductions": "Deductions of a person",
    "import": "Import people",
    "bulk": "Bulk change",
    "payroll": "Payroll preview",
    "payslip": "Payslip",
    "runs": "Payroll runs",
    "run": "Payroll run",
    "slip": "Payslip of a run",
    "hours": "Hours and one-time pay",
    "filings": "Filings",
    "filing": "Filing",
    "retro": "What closed runs owe",
    "due": "Due",
    "retention": "Retention",
    "audit": "Audit trail",
    "views": "Saved views",
    "org": "Org chart",
    "departments": "Departments",
    "locations": "Locations",
    "positions": "Positions",
    "table": "Lists",
    "tree": "Trees",
    "grid": "Grids",
    "form": "Forms",
    "dialog": "Dialogs",
}

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

TABLE = (
    Command("table.down", "Down", "Move down.", ("table", "tree"), ("down", "j")),
    Command("table.up", "Up", "Move up.", ("table", "tree"), ("up", "k")),
    Command("table.page_down", "Page down", "Move a page down.", ("table", "tree"), ("pagedown",)),
    Command("table.page_up", "Page up", "Move a page up.", ("table", "tree"), ("pageup",)),
    Command("table.first", "First", "Move to the first row.", ("table", "tree"), ("home",)),
    Command("table.last", "Last", "Move to the last row.", ("table", "tree"), ("end", "G")),
    Command("table.open", "Open", "Open what the cursor is on.", ("table",), ("enter", "l", "right"), footer=1),
    Command("table.mark", "Mark", "Mark or unmark the row, and move down.", ("table",), ("space",)),
    Command("table.invert", "Invert marks", "Mark what is not marked, and the other way round.", ("table",), ("asterisk",)),
    Command("table.mark_all", "Mark all", "Mark all rows shown.", ("table",), ("ctrl+a",)),
    Command("table.filter", "Filter", "Filter in place; arrows go straight into the list.",
            ("people", "payroll", "run", "audit", "future", "org", "import", "departments", "locations", "positions"), ("slash",), footer=2),
    Command("table.sort", "Sort", "Sort by a column; again for the other way round.",
            ("people", "payroll", "run", "departments", "locations", "positions"), ("s",), footer=7),
    Command("table.columns", "Columns", "Choose which columns are shown.", ("people", "payroll"), ("c",)),
    Command("table.menu", "Actions", "What can be done here: the verbs for this row.",
            ("people", "person", "payroll", "payslip", "runs", "run", "slip", "filings", "filing", "retro", "import", "bulk", "views", "future",
             "org", "departments", "locations", "positions"),
            ("full_stop",), footer=3),
)  # fmt: skip

PEOPLE = (
    Command(
        "people.hire", "Hire", "Hire a person: job and pay.", ("people",), ("a",), footer=5,
        permission="people.hire", shell="hrtui person hire", menu=True, address="hire",
    ),
    Command(
        "people.import", "Import", "Take in a spreadsheet.", ("people",), ("i",),
        permission="people.import", shell="hrtui import people FILE", menu=True, address="import",
    ),
    Command(
        "people.export", "Export", "Write the rows shown, or the marked ones, to a CSV, XLSX, JSON or vCard file.", ("people",), ("x",),
        permission="people.read", shell="hrtui export people", menu=True,
    ),
    Command(
        "people.change_job", "Change job", "Another title, department, manager or hours, or leave.", ("people", "person", "org"), ("J",),
        footer=5, permission="people.change_job", shell="hrtui person job NUMBER", menu=True,
    ),
    Command(
        "people.change_pay", "Change pay", "A raise, or another basis or pay group, from a day on.", ("people", "person", "org"), ("P",),
        footer=4, permission="people.change_pay", shell="hrtui person pay NUMBER", menu=True,
    ),
    Command(
        "people.terminate", "Terminate", "End the employment: last day and reason.", ("people", "person", "org"), ("T",),
        permission="people.terminate", shell="hrtui person terminate NUMBER", menu=True,
    ),
    Command(
        "person.edit", "Edit", "Change the field under the cursor: opens the form that holds it, at that field.", ("person",), ("e", "enter"),
        footer=3, shell="hrtui person job NUMBER", menu=True,
    ),
    Command(
        "people.change_profile", "Profile", "Change name, contact details and custom fields.", ("person",), ("E",), footer=9,
        permission="people.change_profile", shell="hrtui person profile NUMBER", menu=True,
    ),
    Command(
        "people.change_certificate", "W-4", "Record a tax withholding certificate (Form W-4).", ("person",), ("W",),
        permission="people.change_certificate", shell="hrtui person w4 NUMBER", menu=True,
    ),
    Command(
        "people.state_certificate", "State certificate", "Record a withholding certificate of a state or city.", ("person",), ("F",),
        permission="people.change_certificate", shell="hrtui person certificate NUMBER STATE", menu=True,
    ),
    Command(
        "people.change_private", "SSN and bank", "Record the social security number or the bank account.", ("person",), ("S",),
        permission="people.change_private", shell="hrtui person private NUMBER", menu=True,
    ),
    Command(
        "people.reveal", "Reveal", "Show the masked values of this tab; noted in the trail.", ("person",), ("v",), footer=7,
        permission="people.read", shell="hrtui person show NUMBER --reveal FIELD", menu=True,
    ),
    Command(
        "people.event_next", "Next event", "Look as of the next day on which something changed for this person.", ("person", "people", "org"),
        ("right_square_bracket",), menu=True,
    ),
    Command(
        "people.event_previous", "Event before", "Look as of the day before this one on which something changed for this person.",
        ("person", "people", "org"), ("left_square_bracket",), menu=True,
    ),
    Command(
        "people.blame", "Blame", "Who set the field under the cursor, when and why, and what it was before.", ("person",), ("b",), footer=8,
        permission="people.read", shell="hrtui person blame NUMBER FIELD", menu=True,
    ),
    Command(
        "person.why", "Why", "Why the field under the cursor is what it is: the row that says so, what was before, what is to come.",
        ("person",), ("w",), permission="people.read", shell="hrtui person blame NUMBER FIELD", menu=True,
    ),
    Command(
        "people.difference", "Difference", "What differs about this person between two days.", ("person",), ("D",),
        permission="people.read", shell="hrtui person diff NUMBER DAY DAY", menu=True,
    ),
    Command(
        "people.correct", "Correct", "Rewrite the row under the cursor, or one chosen, as it should have been; both versions are kept.",
        ("person",), ("C",),
        permission="people.correct", shell="hrtui person correct NUMBER KIND --on DAY", menu=True,
    ),
    Command(
        "people.withdraw", "Withdraw", "Take back a row that has not begun, the one under the cursor or one chosen; it stays in the history.",
        ("person",), ("R",),
        permission="people.read", shell="hrtui person rescind NUMBER KIND --on DAY", menu=True,
    ),
    Command("person.next", "Next", "The next person of the list, same tab and field.", ("person",), ("n",), footer=2),
    Command("person.previous", "Previous", "The previous person of the list, same tab and field.", ("person",), ("p",)),
    Command(
        "person.tab_next", "Tabs", "Job, pay, personal, contacts, documents, deductions and history in turn.", ("person",),
        ("tab", "right", "l"), footer=1,
    ),
    Command("person.tab_previous", "Previous tab", "The tab before.", ("person",), ("shift+tab", "left")),
    Command(
        "person.paycheck", "Paycheck", "The payslip for the next pay date.", ("person", "people", "org"), ("y",), footer=6,
        permission="payroll.preview", shell="hrtui paycheck NUMBER", menu=True,
    ),
)  # fmt: skip

BELONGINGS = (
    Command(
        "contacts.add", "Add", "Add someone to call, or a dependent.", ("contacts",), ("a",), footer=2,
        permission="people.change_contacts", shell="hrtui person contact add NUMBER", menu=True,
    ),
    Command(
        "contacts.edit", "Edit", "Change the contact under the cursor.", ("contacts",), ("e", "enter"), footer=3,
        permission="people.change_contacts", shell="hrtui person contact change NUMBER NO", menu=True,
    ),
    Command(
        "contacts.remove", "Remove", "Remove the contact under the cursor, from today.", ("contacts",), ("delete",), footer=4,
        permission="people.change_contacts", shell="hrtui person contact remove NUMBER NO", menu=True,
    ),
    Command(
        "documents.add", "File", "File a copy of a file as a document.", ("documents",), ("a",), footer=2,
        permission="people.change_documents", shell="hrtui person document add NUMBER FILE", menu=True,
    ),
    Command(
        "documents.export", "Take out", "Write the document under the cursor to a new file.", ("documents",), ("x", "enter"), footer=3,
        permission="people.documents", shell="hrtui person document export NUMBER NO", menu=True,
    ),
    Command(
        "documents.edit", "Edit", "Change title and expiry of the document under the cursor.", ("documents",), ("e",), footer=4,
        permission="people.change_documents", shell="hrtui person document expire NUMBER NO", menu=True,
    ),
    Command(
        "documents.remove", "Remove", "Take the document under the cursor off the record.", ("documents",), ("delete",), footer=5,
        permission="people.change_documents", shell="hrtui person document remove NUMBER NO", menu=True,
    ),
    Command(
        "deductions.add", "Add", "Add a standing earning or deduction.", ("deductions",), ("a",), footer=2,
        permission="payroll.change_items", shell="hrtui payroll item add NUMBER CODE", menu=True,
    ),
    Command(
        "deductions.order", "Order", "Record a garnishment order.", ("deductions",), ("o",), footer=3,
        permission="payroll.change_orders", shell="hrtui payroll order add NUMBER ORDER", menu=True,
    ),
    Command(
        "deductions.edit", "Change", "Change the pay item or order under the cursor, from a day on.", ("deductions",), ("e", "enter"), footer=4,
        permission="payroll.change_items", shell="hrtui payroll item change NUMBER CODE", menu=True,
    ),
    Command(
        "deductions.stop", "Stop", "Stop the pay item or order under the cursor, from today.", ("deductions",), ("delete",), footer=5,
        permission="payroll.change_items", shell="hrtui payroll item stop NUMBER CODE", menu=True,
    ),
)  # fmt: skip

FUTURE = (
    Command(
        "future.withdraw", "Withdraw", "Withdraw the row under the cursor before its day; it stays in the history.", ("future",),
        ("d", "delete"), footer=4, permission="people.read", shell="hrtui person rescind NUMBER KIND --on DAY", menu=True,
    ),
    Command(
        "future.export", "Export", "Write the rows shown to a CSV, XLSX or JSON file.", ("future",), ("x",), footer=5,
        permission="people.read", shell="hrtui future --csv", menu=True,
    ),
)  # fmt: skip

PAYROLL = (
    Command(
        "payroll.why", "Why", "Where this figure comes from: rule, inputs, table and source.", ("payslip", "payroll"), ("w",),
        footer=1, menu=True,
    ),
    Command("payroll.date_next", "Next date", "The pay date after.", ("payroll", "payslip"), ("right_square_bracket",), footer=5, menu=True),
    Command(
        "payroll.date_previous", "Date before", "The pay date before.", ("payroll", "payslip"), ("left_square_bracket",),
        footer=5, menu=True,
    ),
    Command("payroll.group", "Pay group", "The next pay group.", ("payroll",), ("tab",), footer=6, menu=True),
    Command(
        "payroll.record", "Record", "The record of this person.", ("payroll", "payslip"), ("r",), footer=6,
        permission="people.read", menu=True,
    ),
    Command(
        "payroll.export", "Export", "Write the rows shown to a CSV, XLSX or JSON file.", ("payroll",), ("x",), footer=6,
        permission="payroll.preview", menu=True,
    ),
    Command("payroll.again", "Compute again", "Compute the preview again.", ("payroll",), ("R",), menu=True),
    Command("payslip.open", "Why", "Where the figure under the cursor comes from.", ("payslip",), ("enter",)),
    Command("payslip.next", "Next", "The next person's payslip, at the same figure.", ("payslip",), ("n",), footer=2, menu=True),
    Command("payslip.previous", "Previous", "The previous person's payslip, at the same figure.", ("payslip",), ("p",), footer=2, menu=True),
    Command("payslip.right", "Year to date", "From this check to the year to date.", ("payslip",), ("right", "l"), footer=3),
    Command("payslip.left", "This check", "From the year to date to this check.", ("payslip",), ("left", "h")),
)  # fmt: skip

RUNS = (
    Command("payroll.runs", "Runs", "The runs of the year: opened, calculated, approved, paid.", ("payroll",), ("o",), footer=3,
            permission="payroll.preview", menu=True, shell="hrtui payroll runs"),
    Command("runs.add", "Open a run", "Open a run: regular, bonus, off-cycle, final or correction.", ("runs",), ("a",), footer=2,
            permission="payroll.run", menu=True, shell="hrtui payroll open"),
    Command("runs.preview", "Preview", "Everyone's next check, before there is a run.", ("runs",), ("p",), footer=4,
            permission="payroll.preview", menu=True, shell="hrtui payroll preview"),
    Command("runs.year_next", "Next year", "The runs of the year after.", ("runs",), ("right_square_bracket",), footer=5, menu=True),
    Command("runs.year_previous", "Year before", "The runs of the year before.", ("runs",), ("left_square_bracket",), footer=5, menu=True),
    Command("runs.filings", "Filings", "The returns and deposits of the year, by due day.", ("runs",), ("f",), footer=4,
            permission="payroll.file", menu=True, shell="hrtui payroll deposits"),
    Command("filings.orders", "Garnishments", "What garnishment orders took in the year, by payee.", ("filings",), ("o",), footer=3,
            permission="payroll.orders", menu=True, shell="hrtui payroll remittances"),
    Command("filings.deductions", "Deductions", "What deductions came to in the year, by code.", ("filings",), ("d",), footer=3,
            permission="payroll.file", menu=True, shell="hrtui payroll remittances --of deductions"),
    Command("filings.year_next", "Next year", "The filings of the year after.", ("filings",), ("right_square_bracket",), footer=5, menu=True),
    Command("filings.year_previous", "Year before", "The filings of the year before.", ("filings",), ("left_square_bracket",), footer=5,
            menu=True),
    Command("filing.why", "Why", "Which lines of slips add up to this line, run by run.", ("filing",), ("w",), footer=2, menu=True,
            shell="hrtui payroll form FORM --why LINE"),
    Command("filing.export", "Write", "Write it to a CSV, XLSX or JSON file; the wage report as the SSA takes it.", ("filing",), ("x",),
            footer=3, permission="payroll.file", menu=True, shell="hrtui payroll form FORM --to FILE"),
    Command("run.calculate", "Calculate", "Calculate everyone at first, then only those whose facts changed.", ("run",), ("r",), footer=2,
            permission="payroll.run", menu=True, shell="hrtui payroll calculate RUN"),
    Command("run.everyone", "Calculate everyone", "Calculate everyone again, whatever changed.", ("run",), (),
            permission="payroll.run", menu=True, shell="hrtui payroll calculate RUN --all"),
    Command("run.exceptions", "Exceptions", "Only those who are blocked, dirty or to be accepted; again for everyone.", ("run",),
            ("exclamation_mark",), footer=2, menu=True, shell="hrtui payroll show RUN --blocked"),
    Command("run.hours", "Hours", "Key hours and one-time pay in a grid.", ("run",), ("i",), footer=3, permission="payroll.run", menu=True),
    Command("run.why", "Why", "Where the figure comes from: rule, inputs, dated rows, table and rounding.", ("run", "slip"), ("w",),
            footer=4, menu=True, shell="hrtui payroll why RUN PERSON LINE"),
    Command("run.accept", "Accept", "Accept the check under the cursor, or the marked ones, with a note.", ("run",), ("A",), footer=5, menu=True,
            permission="payroll.preview"),
    Command("run.record", "Record", "The record of this person.", ("run", "slip"), ("R",), permission="people.read", menu=True),
    Command("run.submit", "Submit for review", "Hand the calculated run to who approves it.", ("run",), ("S",), footer=6,
            permission="payroll.run", menu=True, shell="hrtui payroll review RUN"),
    Command("run.send_back", "Send back", "Return the run to its maker, saying what has to be mended.", ("run",), (),
            permission="payroll.approve", menu=True, shell="hrtui payroll return RUN"),
    Command("run.approve", "Approve", "Approve the run, after its net is typed; who made it cannot.", ("run",), (),
            permission="payroll.approve", menu=True, shell="hrtui payroll approve RUN"),
    Command("run.finalise", "Finalise", "Make the slips final, after the net is typed: they count for the year and never change.", ("run",), (),
            permission="payroll.finalise", menu=True, shell="hrtui payroll finalise RUN"),
    Command("run.export", "Files", "Write the bank file, cheques, payslips, register or journal.", ("run",), ("x",),
            permission="payroll.finalise", menu=True, shell="hrtui payroll export RUN FILE"),
    Command("run.pay", "Mark as paid", "Note that the bank paid the run.", ("run",), (), permission="payroll.finalise", menu=True,
            shell="hrtui payroll pay RUN"),
    Command("run.close", "Close", "Close the paid run: nothing about it is open any more.", ("run",), (), permission="payroll.finalise",
            menu=True, shell="hrtui payroll close RUN"),
    Command("run.cancel", "Cancel the run", "Cancel the run before its bank file is written, saying why.", ("run",), (),
            permission="payroll.run", menu=True, shell="hrtui payroll cancel RUN"),
    Command("run.reverse", "Reverse the run", "Take back everyone's check of a run whose bank file was written.", ("run",), (),
            permission="payroll.run", menu=True, shell="hrtui payroll reverse RUN"),
    Command("run.reverse_one", "Reverse this check", "Take back the check of the person under the cursor.", ("run", "slip"), (),
            permission="payroll.run", menu=True, shell="hrtui payroll reverse RUN"),
    Command("slip.next", "Next", "The next person's slip, at the same figure.", ("slip",), ("n",), footer=2, menu=True),
    Command("slip.previous", "Previous", "The previous person's slip, at the same figure.", ("slip",), ("p",), footer=2, menu=True),
    Command("slip.right", "Year to date", "From this check to the year to date.", ("slip",), ("right", "l"), footer=3),
    Command("slip.left", "This check", "From the year to date to this check.", ("slip",), ("left", "h")),
    Command("slip.enter", "Why", "Where the figure under the cursor comes from.", ("slip",), ("enter",)),
    Command("slip.pdf", "PDF", "Write this payslip to a PDF file.", ("slip",), ("x",), footer=5, permission="payroll.preview", menu=True),
)  # fmt: skip

RETRO = (
    Command("retro.next_run", "Next run", "Pay it, or take it back, with the next run of the group that is open.", ("retro",), ("n",), footer=2,
            permission="payroll.run", menu=True, shell="hrtui payroll retro RUN PERSON next_run"),
    Command("retro.off_cycle", "Off-cycle", "Pay it in an off-cycle run.", ("retro",), ("o",), footer=2, permission="payroll.run", menu=True,
            shell="hrtui payroll retro RUN PERSON off_cycle"),
    Command("retro.ignore", "Ignore", "Pay or take back nothing, saying why.", ("retro",), ("i",), footer=3, permission="payroll.run", menu=True,
            shell="hrtui payroll retro RUN PERSON ignore --reason WHY"),
    Command("retro.decided", "Decided", "What was decided; again for what is owed.", ("retro",), ("d",), footer=4, menu=True,
            permission="payroll.preview", shell="hrtui payroll retro --decided"),
    Command("retro.record", "Record", "The record of this person.", ("retro",), ("R",), permission="people.read", menu=True),
    Command("runs.retro", "Retro", "What closed runs owe since facts were changed back.", ("runs",), ("b",), footer=6,
            permission="payroll.preview", menu=True, shell="hrtui payroll retro"),
)  # fmt: skip

GRID = (
    Command("grid.accept", "Next line", "Accept what is typed, and go to the line below.", ("grid",), ("enter",), footer=1),
    Command("grid.next", "Next cell", "Accept, and go to the next cell; behind the last one to the line below.", ("grid",), ("tab",), footer=1),
    Command("grid.previous", "Cell before", "Accept, and go to the cell before.", ("grid",), ("shift+tab",)),
    Command("grid.down", "Down", "Accept, and go down.", ("grid",), ("down",)),
    Command("grid.up", "Up", "Accept, and go up.", ("grid",), ("up",)),
    Command("grid.right", "Right", "Accept, and go right.", ("grid",), ("right",)),
    Command("grid.left", "Left", "Accept, and go left.", ("grid",), ("left",)),
    Command("grid.page_down", "Page down", "Accept, and go a page down.", ("grid",), ("pagedown",)),
    Command("grid.page_up", "Page up", "Accept, and go a page up.", ("grid",), ("pageup",)),
    Command("grid.first", "First", "Accept, and go to the first column; there, to the first line.", ("grid",), ("home",)),
    Command("grid.last", "Last", "Accept, and go to the last column; there, to the last line.", ("grid",), ("end",)),
    Command("grid.fill", "Fill down", "Put this cell, or the one above, into the empty cells below.", ("grid",), ("asterisk",), footer=2),
    Command("grid.copy", "Copy above", "Take what the cell above holds, and go down.", ("grid",), ("plus",), footer=2),
    Command("grid.clear", "Take out", "Empty the cell; again, take out what is on file.", ("grid",), ("delete", "backspace"), footer=6),
    Command("grid.edit", "Edit", "Go on typing in the text of the cell.", ("grid",), ("e",), footer=6),
    Command("grid.undo", "Undo", "Take the last change of cells back, and go there.", ("grid",), ("u",), footer=4),
    Command("grid.fault", "Next error", "Go to the next cell that cannot be read.", ("grid",), ("exclamation_mark",), footer=5),
    Command("grid.find", "Find", "Find a line by number or name, or a column by code; enter stays there.", ("grid",), ("slash",), footer=3),
    Command("grid.paper", "Paper", "Enter the totals of the paper, or go back into the lines.", ("grid",), ("c",), footer=3),
    Command("grid.commit", "Save", "Save the batch, once every cell can be read and the totals of the paper match.", ("grid",),
            ("ctrl+o",), footer=2),
)  # fmt: skip

IMPORT = (
    Command(
        "import.write", "Import", "Write what the dry run showed, after its number is typed.", ("import",), ("i",),
        footer=1, permission="people.import", shell="hrtui import people FILE", menu=True,
    ),
    Command("import.tab", "Next list", "Changes, faults and notices in turn.", ("import",), ("tab",), footer=2),
    Command("import.tab_back", "List before", "The list before.", ("import",), ("shift+tab",)),
    Command("import.file", "Other file", "Choose another file or mapping.", ("import",), ("o",), footer=3, menu=True),
    Command(
        "import.again", "Dry run again", "Read the file again, after it was corrected.", ("import",), ("r",), footer=4,
        shell="hrtui import people FILE --dry-run", menu=True,
    ),
    Command("import.export", "Export faults", "Write the faults to a CSV, XLSX or JSON file.", ("import",), ("x",), footer=5, menu=True),
    Command("import.settings", "How it is read", "Encoding, separator, days, decimals; by what people are matched, and which go in.",
            ("import",), ("e",), footer=4, menu=True),
    Command("import.ignore", "Leave out", "Leave the column under the cursor out.", ("import",), ("minus",), menu=True),
    Command("import.days", "Days, decimals", "How the days or numbers of the column under the cursor are written.",
            ("import",), ("d",), menu=True),
    Command("import.constant", "One value for all", "Give a field the same value in every row.", ("import",), ("c",), menu=True),
    Command("import.save_map", "Write mapping", "Write the mapping in use to a YAML file, for --map.", ("import",), ("m",), menu=True),
    Command("import.refused", "Refused rows", "Write the refused rows with their reasons to a CSV file, to correct and import.",
            ("import",), ("X",), menu=True),
    Command("import.declare", "Add fields", "Add the company's own fields that the file needs to the configuration.",
            ("import",), ("Y",), menu=True),
)  # fmt: skip

HOME = (
    Command(
        "app.retention", "Retention", "What is past the time it has to be kept, and why.", ("global",), (),
        permission="retention.read", address="retention", shell="hrtui retention",
    ),
    Command(
        "retention.export", "Export", "Write this list to a CSV, XLSX or JSON file.", ("retention",), ("x",), footer=2,
        permission="retention.read", shell="hrtui retention --json", menu=True,
    ),
    Command(
        "home.jump", "Jump", "Go where the line of that number leads.", ("home",), tuple("123456789"), footer=1, shell="hrtui home",
    ),
    Command(
        "due.export", "Export", "Write this list to a CSV, XLSX or JSON file.", ("due",), ("x",), footer=2,
        permission="people.read", shell="hrtui home --json", menu=True,
    ),
)  # fmt: skip

AUDIT = (
    Command(
        "audit.export", "Export", "Write the entries the filter finds to a CSV, XLSX or JSON file.", ("audit",), ("x",), footer=5,
        permission="audit.read", shell="hrtui export audit", menu=True,
    ),
)  # fmt: skip

BULK = (
    Command(
        "people.bulk", "For all of them", "One verb for the marked, or for everyone shown: raise, transfer, manager, status, set, tag.",
        ("people",), ("v", "vertical_line"), permission="people.read", shell="hrtui bulk 'QUERY | VERB'", menu=True,
    ),
    Command(
        "people.tag", "Tags", "Put tags on the person and take them off.", ("people", "person", "org"), ("t",),
        permission="people.tag", shell="hrtui person tag NUMBER", menu=True,
    ),
    Command(
        "bulk.write", "Do it", "Do what the preview shows, after its number of people is typed.", ("bulk",), ("i", "ctrl+o"),
        footer=1, permission="people.read", shell="hrtui bulk 'QUERY | VERB' --yes N", menu=True,
    ),
    Command("bulk.verb", "Verb", "Type another verb; tab completes, enter shows what it would do.", ("bulk",), ("slash", "e"), footer=2, menu=True),
    Command("bulk.carry", "Carry on", "Later rows that copied what changes take it over, or no longer.", ("bulk",), ("c",), menu=True),
    Command("bulk.tab", "Next list", "Everyone, those who change, and the problems in turn.", ("bulk",), ("tab",), footer=3),
    Command("bulk.tab_back", "List before", "The list before.", ("bulk",), ("shift+tab",)),
)  # fmt: skip

FORM = (
    Command("form.next", "Next field", "Move to the next field.", ("form",), ("tab", "down")),
    Command("form.previous", "Previous field", "Move to the previous field.", ("form",), ("shift+tab", "up")),
    Command("form.submit", "Save", "Go to the next field; on the last one, save.", ("form",), ("enter",), footer=1),
    Command("form.save", "Save now", "Save from any field.", ("form",), ("ctrl+j", "ctrl+o"), footer=2),
    Command("form.clear", "Clear field", "Empty the field.", ("form",), ("ctrl+u",), footer=4),
)  # fmt: skip

DIALOG = (
    Command("dialog.yes", "Yes", "Answer a question with yes.", ("dialog",), ("y",), footer=1),
    Command("dialog.no", "No", "Answer a question with no; nothing is done.", ("dialog",), ("n",), footer=2),
    Command(
        "dialog.reload", "Reload", "Where someone else changed the person meanwhile: the form takes what is stored; what you typed elsewhere stays.",
        ("dialog",), ("r",), footer=2,
    ),
    Command("dialog.choose", "Choose", "Take what the cursor is on; where a word is asked, go on with it.", ("dialog",), ("enter",), footer=1),
    Command("dialog.open", "Open", "In a derivation: show what the figure stands on.", ("dialog",), ("right", "l"), footer=2),
    Command("dialog.close", "Close", "In a derivation: hide it again, or go to what stands on the figure.", ("dialog",), ("left", "h"), footer=3),
    Command("dialog.leave", "Leave", "Leave without doing anything; the safe answer of every dialog.", ("dialog",), ("escape",), footer=4),
)  # fmt: skip

VIEWS = (
    Command(
        "people.save_view", "Save view", "Keep the filter, the columns and the grouping under a name.", ("people",), ("V",),
        permission="people.read", shell="hrtui views save NAME QUERY", menu=True,
    ),
    Command("people.group", "Group", "Group the rows by a column, with how many there are of each.", ("people",), ("o",), menu=True),
    Command(
        "views.rename", "Rename", "Give the view another name.", ("views",), ("r",), footer=4,
        permission="people.read", shell="hrtui views rename NAME NEW", menu=True,
    ),
    Command(
        "views.remove", "Remove", "Remove the view, after asking; undo brings it back.", ("views",), ("d",), footer=5,
        permission="people.read", shell="hrtui views remove NAME", menu=True,
    ),
)  # fmt: skip

ORG = (
    Command("tree.open", "Open", "Open the record; unfold or fold what is no person.", ("tree",), ("enter",), footer=1),
    Command("tree.unfold", "Unfold", "Show what is below; again to go there.", ("tree",), ("right", "l"), footer=2),
    Command("tree.fold", "Fold", "Hide what is below, or go to the line above.", ("tree",), ("left", "h"), footer=3),
    Command("tree.unfold_level", "Level more", "Unfold one level more of everything shown.", ("tree",), ("plus",)),
    Command("tree.fold_all", "Fold all", "Fold everything.", ("tree",), ("minus",)),
    Command("org.view", "By department", "By department instead of by manager, and back.", ("org",), ("tab",), footer=4, menu=True),
    Command("org.next", "Next found", "The next of the people found.", ("org",), ("n",), menu=True),
    Command("org.previous", "Found before", "The one found before.", ("org",), ("p",), menu=True),
    Command(
        "org.lists", "In its list", "The department or vacant position under the cursor in its list; else the list of departments.",
        ("org",), ("L",), permission="people.read", shell="hrtui org departments list", menu=True,
    ),
    Command(
        "org.export", "Export", "Write the whole chart to a CSV, XLSX or JSON file.", ("org",), ("x",), footer=6,
        permission="people.read", shell="hrtui org chart --csv", menu=True,
    ),
)  # fmt: skip

PLACES = (
    Command(
        "places.inside", "People", "Those who are in it, in the directory.", ("departments", "locations", "positions"), ("p",),
        permission="people.read", shell="hrtui query 'dept:NAME'", menu=True,
    ),
    Command(
        "places.add", "Add", "Add one from a day on.", ("departments", "locations", "positions"), ("a",), footer=4,
        permission="org.change", shell="hrtui org departments add NAME", menu=True,
    ),
    Command(
        "places.edit", "Change", "Change any of its values from a day on.", ("departments", "locations", "positions"), ("e",), footer=5,
        permission="org.change", shell="hrtui org departments change NAME", menu=True,
    ),
    Command(
        "places.rename", "Rename", "Give it another name from a day on; the old one still finds it.", ("departments", "locations"), ("r",),
        permission="org.change", shell="hrtui org departments rename NAME NEW", menu=True,
    ),
    Command(
        "places.move", "Move", "Hang the department below another from a day on, or at the top.", ("departments",), ("m",),
        permission="org.change", shell="hrtui org departments move NAME ABOVE", menu=True,
    ),
    Command(
        "places.head", "Change head", "Who heads the department from a day on.", ("departments",), ("H",),
        permission="org.change", shell="hrtui org departments change NAME --head NUMBER", menu=True,
    ),
    Command(
        "places.freeze", "Freeze", "Let nobody take the position from a day on; who holds it stays.", ("positions",), ("z",),
        permission="org.change", shell="hrtui org positions change NUMBER --status frozen", menu=True,
    ),
    Command(
        "places.close", "Close", "Close it from a day on; nobody may be in it then.", ("departments", "locations", "positions"),
        ("d", "delete"), permission="org.change", shell="hrtui org departments close NAME", menu=True,
    ),
    Command(
        "places.reopen", "Open again", "Open what is closed or frozen again, from a day on.", ("departments", "locations", "positions"), ("o",),
        permission="org.change", shell="hrtui org departments reopen NAME", menu=True,
    ),
    Command(
        "places.history", "History", "What changed about it from which day, who entered it and when.",
        ("departments", "locations", "positions"), ("b",), footer=6,
        permission="people.read", shell="hrtui org departments history NAME", menu=True,
    ),
    Command(
        "places.chart", "In the org chart", "Go to the department in the org chart.", ("departments",), ("t",),
        permission="people.read", shell="hrtui org chart --root dept:NAME", menu=True,
    ),
    Command(
        "places.event_next", "Next event", "Look as of the next day on which something changed about it.",
        ("departments", "locations", "positions"), ("right_square_bracket",), permission="people.read", menu=True,
    ),
    Command(
        "places.event_previous", "Event before", "Look as of the day before this one on which something changed about it.",
        ("departments", "locations", "positions"), ("left_square_bracket",), permission="people.read", menu=True,
    ),
    Command(
        "places.export", "Export", "Write the lines shown to a CSV, XLSX or JSON file.", ("departments", "locations", "positions"), ("x",),
        permission="people.read", shell="hrtui org departments list --json", menu=True,
    ),
    Command(
        "places.next_list", "Next list", "Departments, locations and positions in turn.", ("departments", "locations", "positions"), ("tab",),
        footer=6,
    ),
    Command("places.previous_list", "List before", "The list before.", ("departments", "locations", "positions"), ("shift+tab",)),
)  # fmt: skip

ALL = (
    *GLOBAL,
    *TABLE,
    *PEOPLE,
    *FUTURE,
    *BELONGINGS,
    *PAYROLL,
    *RUNS,
    *RETRO,
    *GRID,
    *IMPORT,
    *HOME,
    *AUDIT,
    *FORM,
    *DIALOG,
    *BULK,
    *VIEWS,
    *ORG,
    *PLACES,
)


def named(command_id: str) -> Command:
    """The command with this id; raise KeyError where there is none."""
    return _BY_ID[command_id]


def on(screen: str) -> tuple[Command, ...]:
    """The commands that work on a screen, without the global ones."""
    return tuple(command for command in ALL if screen in command.where)


def writes(command: Command) -> bool:
    """Whether a command changes something, so that it is not done while a past day is looked at."""
    return command.id in WRITERS or (bool(command.permission) and command.permission not in READING)


def ids() -> Iterable[str]:
    """Every command's id, as the configuration's `keys` may name them."""
    return _BY_ID.keys()


_BY_ID = {command.id: command for command in ALL}
