"""Commands of benefits."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

BILL = "benefits.bill"
BILLS = (
    Command("go.invoices", "Carriers' invoices", "The invoices of carriers, and how each differs from who is enrolled.", ("global",), (),
            permission=BILL, address="invoices", shell="hrtui benefits invoice list"),
    Command("go.credits", "Credits of carriers", "The credits that carriers owe until a later invoice takes them back.", ("global",), (),
            permission=BILL, address="credits", shell="hrtui benefits credits"),
    Command("go.withheld", "Withheld and elected", "What payroll withheld in a month against what elections ask for.", ("global",), (),
            permission=BILL, address="withheld", shell="hrtui benefits deductions MONTH"),
    Command("invoices.load", "Load", "Take in an invoice as a carrier sent it.", ("invoices",), ("a",), footer=2, permission=BILL,
            shell="hrtui benefits invoice load CARRIER FILE", menu=True),
    Command("invoices.credits", "Credits", "The credits that carriers owe.", ("invoices", "invoice"), ("o",), footer=3, permission=BILL,
            shell="hrtui benefits credits", menu=True),
    Command("invoices.withheld", "Withheld", "What payroll withheld that month against what elections ask for.",
            ("invoices", "invoice"), ("W",), footer=4, permission=BILL, shell="hrtui benefits deductions MONTH", menu=True),
    Command("invoices.census", "Census", "Write who has the carrier's plans today, in its columns.", ("invoices",), ("C",), footer=5,
            permission=BILL, shell="hrtui benefits census CARRIER --to FILE", menu=True),
    Command("invoices.export", "Export", "Write the rows shown to a CSV, XLSX or JSON file.",
            ("invoices", "invoice", "withheld", "credits"), ("x",), footer=6, menu=True,
            shell="hrtui benefits invoice list --json"),
    Command("invoice.next", "Next", "The next invoice of the list.", ("invoice",), ("n",), footer=5, menu=True),
    Command("invoice.previous", "Previous", "The invoice before.", ("invoice",), ("p",), footer=5, menu=True),
    Command("invoice.kind", "Kind", "The differences of the next kind only; after the last one all.", ("invoice", "withheld"), ("t",),
            footer=3, menu=True),
    Command("invoice.expect", "Expect credit", "Expect a credit for the difference under the cursor, or the marked ones.", ("invoice",),
            ("e",), footer=2, permission=BILL, menu=True),
    Command("invoice.expect_all", "Expect all", "Expect a credit for every difference that is worth one.", ("invoice",), ("E",),
            permission=BILL, shell="hrtui benefits credits --expect INVOICE", menu=True),
    Command("invoice.send", "List to send", "Write the differences for the carrier: a CSV file, and a letter beside it.", ("invoice",),
            ("S",), footer=2, permission=BILL, shell="hrtui benefits invoice send INVOICE --to FILE", menu=True),
    Command("invoice.record", "Record", "The record of this person.", ("invoice", "withheld", "credits"), ("R",), permission="people.read",
            menu=True),
    Command("withheld.next", "Month after", "The month after.", ("withheld",), ("right_square_bracket",), footer=5, menu=True),
    Command("withheld.previous", "Month before", "The month before.", ("withheld",), ("left_square_bracket",), footer=5, menu=True),
    Command("credits.drop", "Drop", "Expect the credit under the cursor no longer, saying why.", ("credits",), ("d",), footer=2,
            permission=BILL, shell="hrtui benefits credits --drop CREDIT --reason WHY", menu=True),
    Command("credits.every", "All", "Settled and dropped ones too; again for those that are expected.", ("credits",), ("v",), footer=3,
            shell="hrtui benefits credits --all", menu=True),
)  # fmt: skip

AREA = Area(
    BILLS,
    {
        "invoices": "Carriers' invoices",
        "invoice": "Invoice",
        "withheld": "Withheld and elected",
        "credits": "Credits of carriers",
    },
    lists={
        "table.filter": ("invoices", "invoice", "withheld", "credits"),
        "table.menu": ("invoices", "invoice", "withheld", "credits"),
    },
)
