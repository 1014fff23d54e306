"""`hrtui recruiting outbox|message|write|send|settle|drop`: messages to candidates."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, subcommand, whole

if TYPE_CHECKING:
    from hrtui.cli.session import Session

NUMBER = "the message's number, such as MSG-00007"
_one = partial(subcommand, "message", NUMBER)


def add_to(doing: Any) -> None:
    """Declare them."""
    box = doing.add_parser("outbox", help="list messages that are not out yet, newest first")
    box.add_argument("--all", action="store_true", help="those that went out or were dropped too")
    box.add_argument("--owed", action="store_true", help="applications whose candidate is owed a message instead")
    box.add_argument("--json", action="store_true", help="print JSON")
    box.set_defaults(act=run_list)
    write = doing.add_parser("write", help="write drafts to the candidates of applications")
    write.add_argument(
        "applications", nargs="+", metavar="APPLICATION", help="an application's number, such as APP-00042"
    )
    write.add_argument(
        "--template", default="", metavar="NAME", help="a message of the recruiting file (else the one that is owed)"
    )
    write.add_argument("--json", action="store_true", help="print JSON")
    write.set_defaults(act=run_write)
    show = _one(doing, "message", "print a message, or write it as a file that mail programs open as a draft", run_show)
    show.add_argument("--eml", type=a_path, metavar="FILE", help="write it to this file")
    change = _one(doing, "rewrite", "change a draft: whom it goes to, its subject, its text", run_change)
    change.add_argument("--to", metavar="ADDRESS", help="whom it goes to")
    change.add_argument("--subject", metavar="TEXT", help="its subject")
    text = change.add_mutually_exclusive_group()
    text.add_argument("--body", metavar="TEXT", help="its text")
    text.add_argument(
        "--body-file", type=a_path, metavar="FILE", help="a file in UTF-8 with its text, `-` for what is piped in"
    )
    change.add_argument(
        "--expected",
        type=whole,
        metavar="COMMAND",
        help="refuse where it was written since this command (in --json: stamp)",
    )
    send = doing.add_parser("send", help="send drafts through the mail server, each once")
    send.add_argument("messages", nargs="+", metavar="MESSAGE", help=NUMBER)
    send.add_argument("--json", action="store_true", help="print JSON")
    send.set_defaults(act=run_send)
    settle = _one(
        doing, "settle", "say how a message went that was not heard of, or that your mailbox sent", run_settle
    )
    settle.add_argument("how", choices=("sent", "failed"), help="how it went")
    _one(doing, "drop", "give a draft up", run_drop)


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the outbox, or what is owed."""
    from hrtui.recruiting.messages import SPOKEN, MessageState
    from hrtui.recruiting.messaging import UNDER_WAY, outbox_list, owed_messages

    if args.owed:
        owed = owed_messages(session.context)
        if args.json:
            session.json(owed)
        else:
            session.out("\n".join(owed) or "Nobody is owed a message.")
        return 0
    found = outbox_list(session.context, tuple(MessageState) if args.all else UNDER_WAY)
    if args.json:
        session.json(found)
        return 0
    if not found:
        session.out("The outbox is empty.")
        return 0
    rows = [(each.number, each.recipient, each.subject, SPOKEN[each.state], each.detail) for each in found]
    session.table(rows, ("message", "to", "subject", "state", ""))
    return 0


def run_write(args: argparse.Namespace, session: Session) -> int:
    """Write drafts."""
    from hrtui.recruiting.messaging import write_messages

    return session.told(write_messages(session.context, args.applications, args.template), args.json)


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print or write one."""
    from hrtui.recruiting.messages import SPOKEN
    from hrtui.recruiting.messaging import message_of, write_eml

    if args.eml is not None:
        session.out(f"Message {args.message} is in {write_eml(session.context, args.message, args.eml)}.")
        return 0
    found = message_of(session.context, args.message)
    if args.json:
        session.json(found)
        return 0
    session.out(f"{found.number}, {SPOKEN[found.state]}{f': {found.detail}' if found.detail else ''}")
    session.out(f"To: {found.recipient}")
    session.out(f"Subject: {found.subject}")
    for attachment in found.attachments:
        session.out(f"Attached: {attachment.name}")
    session.out()
    for line in found.body.splitlines():
        session.out(line)
    return 0


def run_change(args: argparse.Namespace, session: Session) -> int:
    """Change a draft."""
    from hrtui.recruiting.messaging import change_message

    body = args.body if args.body_file is None else _text_of(args.body_file)
    done = change_message(
        session.context, args.message, recipient=args.to, subject=args.subject, body=body, expected=args.expected
    )
    return session.told(done, args.json)


def _text_of(file: Path) -> str:
    """The text of a file or of what is piped in, no more of it than tells that it is too long. Raises RuleBroken."""
    from hrtui.errors import RuleBroken
    from hrtui.recruiting.messages import LONGEST

    try:
        with nullcontext(sys.stdin) if str(file) == "-" else file.open(encoding="utf-8") as lines:
            return lines.read(LONGEST * 5)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise RuleBroken(f"The text cannot be read from {file} ({why}); name another file.", "body") from error


def run_send(args: argparse.Namespace, session: Session) -> int:
    """Send; of several those that failed are told at the end."""
    from hrtui.recruiting.mailing import NotSent
    from hrtui.recruiting.messaging import send_message
    from hrtui.recruiting.sending import send_messages

    if len(args.messages) == 1:
        return session.told(send_message(session.context, args.messages[0]), args.json)
    done = send_messages(session.context, args.messages)
    if args.json:
        session.json(done)
    else:
        session.out(done.sentence)
        for each in done.failed[1:]:
            session.out(f"{each.number}: {each.why}")
    return NotSent.exit_code if done.failed else 0


def run_settle(args: argparse.Namespace, session: Session) -> int:
    """Say how it went."""
    from hrtui.recruiting.messaging import settle_message

    return session.told(settle_message(session.context, args.message, sent=args.how == "sent"), args.json)


def run_drop(args: argparse.Namespace, session: Session) -> int:
    """Give it up."""
    from hrtui.recruiting.messaging import drop_message

    return session.told(drop_message(session.context, args.message), args.json)
