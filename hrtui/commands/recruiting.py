"""Commands of recruiting: requisitions, the board of one, candidates."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ, REQUIRE, APPROVE, WORK = "recruiting.read", "recruiting.require", "recruiting.approve", "recruiting.work"

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

AREA = Area(
    (*REQUISITIONS, *LANES, *BOARD, *CANDIDATES),
    {"requisitions": "Requisitions", "board": "Board", "candidates": "Candidates", "candidate": "Candidate"},
    {"lanes": "Lanes of a board"},
    {
        "table.filter": ("requisitions", "board", "candidates"),
        "table.menu": ("requisitions", "board", "candidates", "candidate"),
    },
    reading=frozenset((READ,)),
)
