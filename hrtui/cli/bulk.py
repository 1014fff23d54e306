"""`hrtui bulk`: one verb for everyone a query finds, previewed, and done once its number of people is given."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hrtui.cli.arguments import whole
from hrtui.errors import Conflict, QueryError, UsageError
from hrtui.money import Money, format_money

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.people.bulk_model import BulkPreview, Line
    from hrtui.people.model import Done

SUMMARY = "Do one thing to everyone a query finds, after a preview."
HEADINGS = ("number", "name", "so", "what")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the line, and what makes it happen."""
    parser.add_argument(
        "line",
        nargs="+",
        metavar="QUERY|VERB",
        help="in quotes: 'dept:Sales | raise 3%% eff 2027-01-01 reason merit'; docs/query.md lists the verbs",
    )
    add_yes(parser)
    form = parser.add_mutually_exclusive_group()
    for name in ("json", "csv"):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=f"print {name.upper()}")


def add_yes(parser: argparse.ArgumentParser) -> None:
    """Declare what turns a preview into a change."""
    parser.add_argument(
        "--yes", type=whole, metavar="N", help="do it, if exactly N people would be changed; else it is only shown"
    )


def run(args: argparse.Namespace, session: Session) -> int:
    """Show what would be done, or do it."""
    return run_line(session, " ".join(args.line), args.yes, args.form)


def run_line(session: Session, line: str, yes: int | None, form: str | None) -> int:
    """Show what a line would do; with the right number of people, do it.

    Raises QueryError at the character, and Conflict where another number of people would be changed.
    """
    from hrtui.people import bulk
    from hrtui.people.bulk_model import FIELDS, written

    if form == "csv" and yes is not None:
        raise UsageError("--csv prints a preview; leave it out to do it with --yes.")
    ctx = session.context
    try:
        query, verb = bulk.read_line(ctx, line)
        made = bulk.preview(ctx, query, verb)
    except QueryError as problem:
        raise QueryError(f"{problem} (at character {problem.at + 1})", problem.at, problem.valid) from None
    if yes is not None and yes != made.people:
        raise Conflict(f"{bulk.counted(made.people)} would be changed, not {yes:,}; look at the preview again.")
    done = _applied(session, made) if yes is not None else None
    if form == "json":
        session.json(as_value(made, done))
    elif form == "csv":
        session.csv(written(made.lines, made.wanted.on), FIELDS)
    elif done is None:
        _show(session, made)
    else:
        for sentence in (done.sentence, *done.notices, f"Undo it with: hrtui undo {done.command}"):
            session.out(sentence)
    return 0


def _applied(session: Session, made: BulkPreview) -> Done:
    """What was done, with what it touches of pay that is closed."""
    from hrtui.payroll.runs.touching import with_touched
    from hrtui.people import bulk

    return with_touched(session.context, bulk.apply(session.context, made))


def as_value(made: BulkPreview, done: Done | None) -> dict[str, object]:
    """A preview in its stable shape; `command` is null while nothing is done."""
    from hrtui.query.verbs import text

    return {
        "query": made.whom,
        "verb": text(made.verb),
        "from": made.wanted.on,
        "people": made.people,
        "counts": {str(verdict): count for verdict, count in made.counts.items()},
        "not_visible": made.unseen,
        "annual_cost": None if made.cost is None else [f"{Money(cents).amount:.2f}" for cents in made.cost],
        "lines": [_line(line) for line in made.lines],
        "notices": told(made),
        "command": done.command if done else None,
    }


def _line(line: Line) -> dict[str, object]:
    changes = {change.field: [change.before, change.after] for change in line.shown}
    return {
        "number": line.number,
        "name": line.name,
        "verdict": line.verdict,
        "changes": changes,
        "said": line.outcome.said,
    }


def _show(session: Session, made: BulkPreview) -> None:
    if made.lines:
        rows = [(line.number, line.name, line.verdict.value, what(line)) for line in made.lines]
        session.table(rows, HEADINGS)
    else:
        session.out("Nobody found.")
    for sentence in (*told(made), *sums(session, made)):
        session.out(sentence)


def told(made: BulkPreview) -> list[str]:
    """What to know about all of it: the days, what is made, and what could be carried on."""
    sentences = [made.days_told, *made.notices]
    if made.contradicted:
        back = "1 of them goes" if made.contradicted == 1 else f"{made.contradicted:,} of them go"
        sentences.append(
            f"{back} back to the old value with a later row; end the line with carry to take the new one over."
        )
    return [sentence for sentence in sentences if sentence]


def what(line: Line) -> str:
    """What happens to someone, in one cell: fields before and after, then what to know."""
    changes = [f"{change.field}: {change.before or '(none)'} → {change.after or '(none)'}" for change in line.shown]
    return "; ".join([*changes, *line.outcome.said])


def sums(session: Session, made: BulkPreview) -> list[str]:
    """How many become what, the annual cost, and what to do next."""
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(made.counts.items()))
    lines = [f"{len(made.lines):,} found: {counts}." if counts else ""]
    if made.unseen:
        lines.append(f"{made.unseen:,} more are out of your sight.")
    if made.cost is not None:
        style, currency = session.config.style, session.config.company.currency
        before, after = (format_money(Money(cents, currency), style) for cents in made.cost)
        lines.append(f"Annual cost of those who change: {before} → {after} {currency}.")
    if made.people:
        lines.append(f"Nothing is written yet; --yes {made.people} does it.")
    return [line for line in lines if line]
