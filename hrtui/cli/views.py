"""`hrtui views`: the saved views: list, save, rename, remove, and show the people of one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hrtui.cli.session import Session

if TYPE_CHECKING:
    from hrtui.people.model import Done
    from hrtui.views.model import SavedView

SUMMARY = "Saved views: list, save, rename, remove, show."
HEADINGS = ("Name", "Whose", "Query", "Columns", "Grouped by")
EVERYONES = "everyone's view, which takes the right to share"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="list|save|rename|remove|show")
    listing = doing.add_parser("list", help="print your views and the shared ones")
    listing.add_argument("--json", action="store_true", help="print JSON")
    save = doing.add_parser("save", help="keep a query under a name, in the place of one of that name")
    save.add_argument("name", metavar="NAME", help="what it is called")
    save.add_argument("query", nargs="*", help="what it finds; everyone when empty")
    save.add_argument("--columns", metavar="NAMES", default="", help="the columns on the screen, between commas")
    save.add_argument("--group", metavar="COLUMN", default="", help="the column its rows are grouped by")
    rename = doing.add_parser("rename", help="give a view another name")
    rename.add_argument("name", metavar="NAME", help="the view")
    rename.add_argument("new", metavar="NEW", help="its new name")
    remove = doing.add_parser("remove", help="remove a view; `hrtui undo` brings it back")
    remove.add_argument("name", metavar="NAME", help="the view")
    for each in (save, rename, remove):
        each.add_argument("--shared", action="store_true", help=EVERYONES)
    show = doing.add_parser("show", help="print the people a view finds, as `hrtui query` does")
    show.add_argument("name", metavar="NAME", help="the view")
    form = show.add_mutually_exclusive_group()
    for name in ("table", "csv", "json"):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=f"as {name}")


def run(args: argparse.Namespace, session: Session) -> int:
    """Do it, and print what was done."""
    from hrtui.views import service
    from hrtui.views.model import SavedView

    ctx = session.context
    if args.doing == "list":
        return _list(service.views(ctx), args.json, session)
    if args.doing == "show":
        return _show(service.view(ctx, args.name), args.form, session)
    if args.doing == "save":
        columns = tuple(name.strip() for name in args.columns.split(",") if name.strip())
        view = SavedView(args.name, " ".join(args.query), columns, args.group.strip())
        return _said(service.save(ctx, view, shared=args.shared), session)
    if args.doing == "rename":
        return _said(service.rename(ctx, args.name, args.new, shared=args.shared), session)
    return _said(service.remove(ctx, args.name, shared=args.shared), session)


def _list(found: tuple[SavedView, ...], as_json: bool, session: Session) -> int:
    if as_json:
        session.json(found)
        return 0
    rows = [(view.name, view.owner or "everyone", view.query, ", ".join(view.columns), view.grouped) for view in found]
    if rows:
        session.table(rows, HEADINGS)
    else:
        session.out("There is no saved view yet; hrtui views save NAME QUERY makes one.")
    return 0


def _show(view: SavedView, form: str | None, session: Session) -> int:
    """Print the people found, as `hrtui query` would."""
    from hrtui.cli import query

    parser = argparse.ArgumentParser()
    query.add_arguments(parser)
    words = [*([f"--{form}"] if form else []), "--", view.query]
    return query.run(parser.parse_args(words), session)


def _said(done: Done, session: Session) -> int:
    session.out(done.sentence)
    return 0
