"""Commands of what is read and kept of recruiting as a whole: files, the report, consent that ends, sums of equal-opportunity answers."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ, EEO, PURGE = "recruiting.read", "recruiting.eeo", "recruiting.purge"

EXPORT = (
    Command("candidates.export", "Export", "Write the candidates shown, or the marked ones, to a CSV, XLSX, JSON or vCard file.",
            ("candidates",), ("x",), footer=5, permission=READ, menu=True, shell="hrtui recruiting export candidates --to FILE"),
    Command("board.export", "Export", "Write the applications shown, or the marked ones, to a CSV, XLSX, JSON or vCard file.",
            ("board",), ("x",), footer=6, permission=READ, menu=True, shell="hrtui recruiting export applications REQUISITION --to FILE"),
)  # fmt: skip

REPORT = (
    Command("go.recruiting_report", "Report of recruiting", "Funnel, times, sources, reasons and offers of all requisitions together.",
            ("global",), (), permission=READ, address="recruiting-report", shell="hrtui recruiting report"),
    Command("requisitions.report", "Report", "The figures of all requisitions together.", ("requisitions",), ("F",), footer=6,
            permission=READ, menu=True, shell="hrtui recruiting report"),
    Command("recruiting_report.next", "Next part", "The next part of the report.", ("recruiting-report",), ("tab",), footer=1, menu=True,
            shell="hrtui recruiting report"),
    Command("recruiting_report.previous", "Part before", "The part before.", ("recruiting-report",), ("shift+tab",), menu=True),
    Command("recruiting_report.period", "Period", "Who applied on other days.", ("recruiting-report",), ("t",), footer=2, menu=True,
            shell="hrtui recruiting report --since DAY --until DAY"),
    Command("recruiting_report.export", "Export", "Write the rows shown to a CSV, XLSX or JSON file.", ("recruiting-report",), ("x",),
            footer=3, menu=True, shell="hrtui recruiting report --json"),
)  # fmt: skip

CONSENT = (
    Command("go.consent", "Consent", "Candidates whose consent has ended or is about to.", ("global",), (), permission=PURGE,
            address="consent", shell="hrtui recruiting purge --near"),
    Command("consent.renew", "Renew", "Record that the candidate gave consent anew.", ("consent",), ("e",), footer=3, permission=PURGE,
            menu=True, shell="hrtui recruiting renew CANDIDATE"),
    Command("consent.purge", "Empty", "Empty what the candidate, or the marked ones, gave, for good, after a word was typed.", ("consent",),
            ("P",), footer=2, permission=PURGE, menu=True, shell="hrtui recruiting purge CANDIDATE"),
    Command("consent.ended", "Ended only", "Only those whose consent has ended; again for all.", ("consent",), ("v",), footer=4, menu=True,
            shell="hrtui recruiting purge"),
    Command("consent.mark_ended", "Mark ended", "Mark everyone shown whose consent has ended.", ("consent",), ("m",), footer=5, menu=True,
            shell="hrtui recruiting purge --all"),
)  # fmt: skip

EQUAL = (
    Command("go.eeo", "Equal opportunity", "How many of those who gave which answer applied, were interviewed, offered, hired.",
            ("global",), (), permission=EEO, address="eeo", shell="hrtui recruiting eeo report"),
    Command("eeo.next", "Next question", "The sums of the next question.", ("eeo",), ("tab",), footer=1, menu=True,
            shell="hrtui recruiting eeo report --question race"),
    Command("eeo.previous", "Question before", "The sums of the question before.", ("eeo",), ("shift+tab",), menu=True),
    Command("eeo.group", "Requisition", "Sum up a requisition or a title alone, or the whole company.", ("eeo",), ("r",),
            menu=True, shell="hrtui recruiting eeo report REQUISITION"),
    Command("eeo.period", "Period", "Sum up who applied in other months.", ("eeo",), ("t",), footer=3, menu=True,
            shell="hrtui recruiting eeo report --since DAY --until DAY"),
    Command("eeo.record", "Record", "Record what an applicant said, by the number of the application.", ("eeo",), ("a",), footer=4,
            permission=EEO, menu=True, shell="hrtui recruiting eeo record APPLICATION"),
    Command("eeo.import", "Import", "Record the answers of a file, by application's number or candidate's e-mail.", ("eeo",), ("I",),
            footer=4, permission=EEO, menu=True, shell="hrtui recruiting eeo import FILE"),
    Command("eeo.export", "Export", "Write the sums shown to a CSV, XLSX or JSON file.", ("eeo",), ("x",), footer=5, menu=True,
            shell="hrtui recruiting eeo report --json"),
)  # fmt: skip

AREA = Area(
    (*EXPORT, *REPORT, *CONSENT, *EQUAL),
    {"recruiting-report": "Report of recruiting", "consent": "Consent", "eeo": "Equal opportunity"},
    lists={"table.filter": ("consent",), "table.menu": ("recruiting-report", "consent", "eeo")},
    writers=frozenset({"eeo.record", "eeo.import"}),
)
