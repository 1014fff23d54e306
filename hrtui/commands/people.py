"""Commands of the directory and of the record of a person."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

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

AREA = Area(
    (*PEOPLE, *FUTURE, *BELONGINGS),
    {
        "people": "People",
        "person": "Record of a person",
        "future": "Scheduled changes",
        "contacts": "Contacts of a person",
        "documents": "Documents of a person",
        "deductions": "Deductions of a person",
    },
    lists={
        "table.filter": ("people", "future"),
        "table.sort": ("people",),
        "table.columns": ("people",),
        "table.menu": ("people", "person", "future"),
    },
    reading=frozenset({"people.read", "people.documents"}),
    writers=frozenset({"future.withdraw", "people.withdraw", "person.edit"}),
)
