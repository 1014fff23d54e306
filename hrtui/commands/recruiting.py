"""Commands of recruiting: requisitions, the board of one, candidates."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ, REQUIRE, APPROVE, WORK = "recruiting.read", "recruiting.require", "recruiting.approve", "recruiting.work"
SCORE, OFFER = "recruiting.score", "recruiting.offer"

REQUISITIONS = (
    Command("go.recruiting", "Recruiting", "Requisitions: who is wanted, and how far each is.", ("global",), ("g,r",),
            permission=READ, address="requisitions", shell="hrtui recruiting requisitions"),
    Command("go.candidates", "Candidates", "Everyone who may be hired, by name.", ("global",), (),
            permission=READ, address="candidates", shell="hrtui recruiting candidates"),
    Command("requisitions.add", "Add", "Write a requisition as a draft.", ("requisitions",), ("a",), footer=2, permission=REQUIRE,
            menu=True, shell="hrtui recruiting require TITLE"),
    Command("requisitions.edit", "Change", "Change any of its values; what was approved asks for approval again.",
            ("requisitions", "board"), ("e",), footer=4, permission=REQUIRE, menu=True, shell="hrtui recruiting change REQUISITION"),
    Command("requisitions.request", "Ask approval", "Ask the roles that the recruiting file names to approve the draft.",
            ("requisitions",), ("r",), footer=3, permission=REQUIRE, menu=True, shell="hrtui recruiting request REQUISITION"),
    Command("requisitions.approve", "Approve", "Say for your role that it is approved.", ("requisitions",), ("A",), footer=5,
            permission=APPROVE, menu=True, shell="hrtui recruiting approve REQUISITION"),
    Command("requisitions.refuse", "Refuse", "Say for your role that it is refused, and why.", ("requisitions",), (),
            permission=APPROVE, menu=True, shell="hrtui recruiting refuse REQUISITION"),
    Command("requisitions.open", "Open", "Let candidates apply.", ("requisitions",), ("O",), footer=6, permission=REQUIRE, menu=True,
            shell="hrtui recruiting open REQUISITION"),
    Command("requisitions.hold", "Hold", "Stop for a while, saying why; nobody moves until it is open again.", ("requisitions",), (),
            permission=REQUIRE, menu=True, shell="hrtui recruiting hold REQUISITION --reason TEXT"),
    Command("requisitions.fill", "Filled", "Record that its openings are filled.", ("requisitions",), (), permission=REQUIRE, menu=True,
            shell="hrtui recruiting fill REQUISITION"),
    Command("requisitions.cancel", "Cancel", "End it without a hire, saying why.", ("requisitions",), (), permission=REQUIRE, menu=True,
            shell="hrtui recruiting cancel REQUISITION --reason TEXT"),
    Command("requisitions.close", "Close", "End it.", ("requisitions",), (), permission=REQUIRE, menu=True,
            shell="hrtui recruiting close REQUISITION"),
    Command("requisitions.every", "Over too", "Those that are filled, cancelled or closed too; again for those under way.",
            ("requisitions",), ("v",), footer=6, menu=True, shell="hrtui recruiting requisitions --all"),
    Command("requisitions.candidates", "Candidates", "Everyone who may be hired, by name.", ("requisitions", "board"), ("C",), footer=6,
            permission=READ, menu=True, shell="hrtui recruiting candidates"),
)  # fmt: skip

LANES = (
    Command("lanes.down", "Down", "Move down.", ("lanes",), ("down", "j")),
    Command("lanes.up", "Up", "Move up.", ("lanes",), ("up", "k")),
    Command("lanes.left", "Left", "Move to the stage at the left.", ("lanes",), ("left", "h")),
    Command("lanes.right", "Right", "Move to the stage at the right.", ("lanes",), ("right", "l")),
    Command("lanes.page_down", "Page down", "Move a page down.", ("lanes",), ("pagedown",)),
    Command("lanes.page_up", "Page up", "Move a page up.", ("lanes",), ("pageup",)),
    Command("lanes.first", "First", "Move to the first card of the stage.", ("lanes",), ("home",)),
    Command("lanes.last", "Last", "Move to the last card of the stage.", ("lanes",), ("end", "G")),
    Command("lanes.open", "Open", "Open the candidate under the cursor.", ("lanes",), ("enter",), footer=1),
    Command("lanes.mark", "Mark", "Mark or unmark the card, and move down.", ("lanes",), ("space",), footer=5),
    Command("lanes.invert", "Invert marks", "Mark what is not marked in this stage, and the other way round.", ("lanes",), ("asterisk",)),
    Command("lanes.mark_all", "Mark stage", "Mark all cards of this stage that are shown.", ("lanes",), ("ctrl+a",)),
)  # fmt: skip

BOARD = (
    Command("board.forward", "Forward", "Move the card, or the marked ones, to the next stage.", ("board",), ("L",), footer=2,
            permission=WORK, menu=True, shell="hrtui recruiting move APPLICATION --to STAGE"),
    Command("board.backward", "Back", "Move the card, or the marked ones, to the stage before.", ("board",), ("H",), footer=2,
            permission=WORK, menu=True, shell="hrtui recruiting move APPLICATION --to STAGE"),
    Command("board.move", "To stage", "Choose the stage that the card, or the marked ones, move to.", ("board",), ("m",), footer=4,
            permission=WORK, menu=True, shell="hrtui recruiting move APPLICATION --to STAGE"),
    Command("board.reject", "Reject", "Reject the card, or the marked ones, for a reason; a message may be owed then.", ("board",), ("R",),
            footer=3, permission=WORK, menu=True, shell="hrtui recruiting reject APPLICATION --reason REASON"),
    Command("board.withdraw", "Withdrew", "Record that the candidate, or the marked ones, withdrew.", ("board",), ("W",),
            permission=WORK, menu=True, shell="hrtui recruiting withdraw APPLICATION --reason REASON"),
    Command("board.reopen", "Take up again", "Take what was rejected or withdrawn up again, in the stage it was in.", ("board",), ("o",),
            permission=WORK, menu=True, shell="hrtui recruiting reopen APPLICATION"),
    Command("board.waive", "Owe no message", "Record that no message is written to the rejected.", ("board",), (), permission=WORK,
            menu=True, shell="hrtui recruiting waive APPLICATION"),
    Command("board.plan", "Next action", "What comes next, when and by whom, and how they are rated.", ("board",), ("N",), footer=4,
            permission=WORK, menu=True, shell="hrtui recruiting next APPLICATION --action TEXT"),
    Command("board.ended", "Over too", "Rejected and withdrawn ones too; again for the active ones.", ("board",), ("v",), footer=6,
            menu=True, shell="hrtui recruiting board REQUISITION --ended"),
    Command("board.late", "Late only", "Only those longer in their stage than they may be; again for all.", ("board",), ("exclamation_mark",),
            footer=6, menu=True, shell="hrtui recruiting board REQUISITION --late"),
    Command("board.switch", "Requisition", "Go to the board of another requisition.", ("board",), ("r",), footer=5, permission=READ,
            menu=True, shell="hrtui recruiting board REQUISITION"),
    Command("board.add", "Enter", "Enter a candidate who applies to this requisition.", ("board",), ("a",), footer=4, permission=WORK,
            menu=True, shell="hrtui recruiting enter LAST_NAME --apply REQUISITION"),
)  # fmt: skip

CANDIDATES = (
    Command("candidates.add", "Enter", "Enter a candidate.", ("candidates",), ("a",), footer=2, permission=WORK, menu=True,
            shell="hrtui recruiting enter LAST_NAME"),
    Command("candidates.edit", "Change", "Change who they are and what they gave.", ("candidates", "candidate"), ("e",), footer=3,
            permission=WORK, menu=True, shell="hrtui recruiting correct CANDIDATE"),
    Command("candidates.apply", "Apply", "Enter their application to an open requisition.", ("candidates", "candidate"), ("A",), footer=4,
            permission=WORK, menu=True, shell="hrtui recruiting apply REQUISITION CANDIDATE"),
    Command("candidates.pool", "Talent pool", "Only those of the talent pool; again for all.", ("candidates",), ("v",), footer=5,
            menu=True, shell="hrtui recruiting candidates --pool"),
    Command("candidates.board", "Board", "The board of the requisition they applied to last.", ("candidate",), ("B",), footer=5,
            permission=READ, menu=True, shell="hrtui recruiting board REQUISITION"),
)  # fmt: skip

KEPT = (
    Command("candidates.file", "File", "File a copy of a file as a document: a résumé, a letter, a certificate.", ("candidate",), ("F",),
            footer=2, permission=WORK, menu=True, shell="hrtui recruiting file CANDIDATE FILE --kind KIND"),
    Command("candidates.note", "Note", "Note something about the candidate.", ("candidate",), ("a",), footer=2, permission=WORK,
            menu=True, shell="hrtui recruiting note CANDIDATE TEXT"),
    Command("candidates.take", "Take out", "Write a copy of the document under the cursor to a new file.", ("candidate",), ("x",), footer=3,
            permission=READ, menu=True, shell="hrtui recruiting take CANDIDATE NO FILE"),
    Command("candidates.renote", "Change note", "Change the note under the cursor.", ("candidate",), ("E",), permission=WORK, menu=True,
            shell="hrtui recruiting change-note CANDIDATE NO TEXT"),
    Command("candidates.remove", "Remove", "Take the document or note under the cursor off the page.", ("candidate",), ("d", "delete"),
            footer=5, permission=WORK, menu=True, shell="hrtui recruiting unfile CANDIDATE NO"),
)  # fmt: skip

TAKING = (
    Command("candidates.import", "Import", "Take candidates in from CSV, XLSX, JSON résumés or vCards; on a board with their applications.",
            ("candidates", "board"), ("I",), footer=5, permission=WORK, menu=True, shell="hrtui recruiting import FILE"),
)  # fmt: skip

SCORES = (
    Command("scores.enter", "Yours", "Enter your scorecard; a second one stands beside the first.", ("scores",), ("e",), footer=1,
            permission=SCORE, menu=True, shell="hrtui recruiting score APPLICATION"),
    Command("scores.ask", "Ask", "Ask users for a scorecard, until a day.", ("scores",), ("a",), footer=2, permission=WORK, menu=True,
            shell="hrtui recruiting ask APPLICATION LOGIN"),
    Command("scores.debrief", "Debrief", "Log what was decided together, and why.", ("scores",), ("D",), footer=3, permission=WORK,
            menu=True, shell="hrtui recruiting debrief APPLICATION DECISION"),
    Command("scores.candidate", "Candidate", "The page of the candidate.", ("scores",), ("enter",), footer=4, permission=READ, menu=True),
)  # fmt: skip

OFFERS = (
    Command("go.offers", "Offers", "Offers under way: what they pay, and how far each is.", ("global",), (), permission=READ,
            address="offers", shell="hrtui recruiting offers"),
    Command("offers.make", "New version", "Make a new version of the offer; it takes the place of this one.", ("offers",), ("a",),
            footer=3, permission=OFFER, menu=True, shell="hrtui recruiting make-offer APPLICATION --rate PAY"),
    Command("offers.request", "Ask approval", "Ask the roles that the recruiting file names to approve it.", ("offers",), ("r",), footer=2,
            permission=OFFER, menu=True, shell="hrtui recruiting request-offer OFFER"),
    Command("offers.approve", "Approve", "Say for your role that it is approved.", ("offers",), ("A",), footer=2, permission=APPROVE,
            menu=True, shell="hrtui recruiting approve-offer OFFER"),
    Command("offers.refuse", "Refuse", "Say for your role that it is refused, and why.", ("offers",), (), permission=APPROVE, menu=True,
            shell="hrtui recruiting refuse-offer OFFER"),
    Command("offers.letter", "Letter", "Make the letter of the approved offer and file it with the candidate's documents.", ("offers",),
            ("L",), footer=3, permission=OFFER, menu=True, shell="hrtui recruiting offer-letter OFFER"),
    Command("offers.send", "Sent", "Record that the approved offer went out.", ("offers",), ("S",), footer=4, permission=OFFER, menu=True,
            shell="hrtui recruiting send-offer OFFER"),
    Command("offers.accept", "Accepted", "Record that it was accepted: the person is hired from its first day on.", ("offers",), ("Y",),
            footer=4, permission=OFFER, menu=True, shell="hrtui recruiting accept OFFER"),
    Command("offers.decline", "Rejected", "Record that the candidate rejected it.", ("offers",), ("N",), footer=5, permission=OFFER,
            menu=True, shell="hrtui recruiting decline OFFER"),
    Command("offers.expire", "Expired", "Record that it expired.", ("offers",), (), permission=OFFER, menu=True,
            shell="hrtui recruiting expire OFFER"),
    Command("offers.every", "Over too", "Those that are over too; again for those under way.", ("offers",), ("v",), footer=6, menu=True,
            shell="hrtui recruiting offers"),
)  # fmt: skip

OUTBOX = (
    Command("go.outbox", "Outbox", "Messages to candidates that are not out yet, and who is owed one.", ("global",), (),
            permission=READ, address="outbox", shell="hrtui recruiting outbox"),
    Command("outbox.write", "Write owed", "Write drafts to everyone who is owed a message.", ("outbox",), ("W",), footer=1, permission=WORK,
            menu=True, shell="hrtui recruiting write APPLICATION"),
    Command("outbox.edit", "Change", "Change whom it goes to, its subject and its text.", ("outbox", "message"), ("e",), footer=2,
            permission=WORK, menu=True, shell="hrtui recruiting rewrite MESSAGE --body-file FILE"),
    Command("outbox.send", "Send", "Send the message, or the marked ones, through the mail server, each once, after a word.", ("outbox", "message"),
            ("S",), footer=2, permission=WORK, menu=True, shell="hrtui recruiting send MESSAGE"),
    Command("outbox.file", "To a file", "Write it to a file that mail programs open as a draft.", ("outbox", "message"), ("f",), footer=3,
            permission=READ, menu=True, shell="hrtui recruiting message MESSAGE --eml FILE"),
    Command("outbox.settle", "Was sent", "Say that your mailbox sent it, or that it went out though it was not heard of.",
            ("outbox", "message"), ("T",), footer=4, permission=WORK, menu=True, shell="hrtui recruiting settle MESSAGE sent"),
    Command("outbox.failed", "Did not go", "Say of a message that was not heard of that it did not go out.", ("outbox", "message"), (),
            permission=WORK, menu=True, shell="hrtui recruiting settle MESSAGE failed"),
    Command("outbox.drop", "Drop", "Give the draft up.", ("outbox", "message"), ("d", "delete"), footer=5, permission=WORK, menu=True,
            shell="hrtui recruiting drop MESSAGE"),
    Command("outbox.candidate", "Candidate", "The page of the candidate it goes to.", ("outbox", "message"), ("C",), footer=5,
            permission=READ, menu=True),
    Command("outbox.every", "Sent too", "Those that went out or were dropped too; again for those that did not.", ("outbox",), ("v",),
            footer=6, menu=True, shell="hrtui recruiting outbox --all"),
    Command("message.next", "Next", "The next message of the list.", ("message",), ("n",), footer=5, menu=True),
    Command("message.previous", "Previous", "The message before.", ("message",), ("p",), footer=5, menu=True),
)  # fmt: skip

MORE = (
    Command("board.scores", "Scorecards", "Who owes one, and those one may see.", ("board", "candidate"), ("S",), footer=5,
            permission=SCORE, menu=True, shell="hrtui recruiting scorecards APPLICATION"),
    Command("board.offer", "Offer", "Make an offer.", ("board", "candidate"), ("O",), footer=5, permission=OFFER, menu=True,
            shell="hrtui recruiting make-offer APPLICATION --rate PAY"),
    Command("board.write", "Write", "Write a message from a template; it waits in the outbox.", ("board", "candidate"), ("M",), footer=5,
            permission=WORK, menu=True, shell="hrtui recruiting write APPLICATION --template NAME"),
    Command("candidates.merge", "Same human", "Who may be the same, and merging them.", ("candidate",), ("D",), footer=4, permission=WORK,
            menu=True, shell="hrtui recruiting merge CANDIDATE OTHER"),
    Command("candidates.unmerge", "Unmerge", "Make two of the candidate that was merged last again, both as they were.", ("candidate",), (),
            permission=WORK, menu=True, shell="hrtui recruiting unmerge CANDIDATE"),
)  # fmt: skip

AREA = Area(
    (*REQUISITIONS, *LANES, *BOARD, *CANDIDATES, *KEPT, *MORE, *TAKING, *SCORES, *OFFERS, *OUTBOX),
    {
        "requisitions": "Requisitions", "board": "Board", "candidates": "Candidates", "candidate": "Candidate",
        "scores": "Scorecards", "offers": "Offers", "outbox": "Outbox", "message": "Message",
    },
    {"lanes": "Lanes of a board"},
    {
        "table.filter": ("requisitions", "board", "candidates", "offers", "outbox"),
        "table.menu": ("requisitions", "board", "candidates", "candidate", "scores", "offers", "outbox", "message"),
    },
    reading=frozenset((READ,)),
)  # fmt: skip
