"""Commands of what screens are made of: lists, trees, grids, forms and dialogs."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

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
    Command("table.filter", "Filter", "Filter in place; arrows go straight into the list.", (), ("slash",), footer=2),
    Command("table.sort", "Sort", "Sort by a column; again for the other way round.", (), ("s",), footer=7),
    Command("table.columns", "Columns", "Choose which columns are shown.", (), ("c",)),
    Command("table.menu", "Actions", "What can be done here: the verbs for this row.", (), ("full_stop",), footer=3),
)  # fmt: skip

TREE = (
    Command("tree.open", "Open", "Open the record; unfold or fold what is no person.", ("tree",), ("enter",), footer=1),
    Command("tree.unfold", "Unfold", "Show what is below; again to go there.", ("tree",), ("right", "l"), footer=2),
    Command("tree.fold", "Fold", "Hide what is below, or go to the line above.", ("tree",), ("left", "h"), footer=3),
    Command("tree.unfold_level", "Level more", "Unfold one level more of everything shown.", ("tree",), ("plus",)),
    Command("tree.fold_all", "Fold all", "Fold everything.", ("tree",), ("minus",)),
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

FORM = (
    Command("form.next", "Next field", "Move to the next field.", ("form",), ("tab", "down")),
    Command("form.previous", "Previous field", "Move to the previous field.", ("form",), ("shift+tab", "up")),
    Command("form.submit", "Save", "Go to the next field; on the last one, save; in a text of several lines, begin a line.", ("form",),
            ("enter",), footer=1),
    Command("form.save", "Save now", "Save from any field.", ("form",), ("ctrl+j", "ctrl+o"), footer=2),
    Command("form.clear", "Clear field", "Empty the field.", ("form",), ("ctrl+u",), footer=4),
    Command("form.restore", "Put back", "Put in what ctrl+u, ctrl+k or ctrl+w took out last, in this field or another.", ("form",), ("ctrl+y",)),
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

AREA = Area(
    (*TABLE, *TREE, *GRID, *FORM, *DIALOG),
    parts={"table": "Lists", "tree": "Trees", "grid": "Grids", "form": "Forms", "dialog": "Dialogs"},
)
"""Which screens have the filter, the sorting, the columns and the menu of lists, their areas say."""
