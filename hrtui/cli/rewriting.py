"""The arguments of `hrtui person correct` and `rescind`, and `--carry` of the verbs that change a person from a day on."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from hrtui.cli.arguments import whole
from hrtui.people.carrying import Carry
from hrtui.people.model import JobChange, PayChange, ProfileChange

CHANGES: dict[str, Any] = {"job": JobChange, "pay": PayChange, "profile": ProfileChange}
KINDS = (*CHANGES, "certificate")
UNASKED = ("effective_from", "custom", "action")


def add_arguments(doing: Any, choices: Mapping[str, Sequence[str]]) -> None:
    """Declare both verbs; `choices` are the values of the options that take one of several."""
    correct = _about(doing, "correct", "rewrite the row that begins on a day; the old one is kept", tuple(CHANGES))
    names = dict.fromkeys(item.name for kind in CHANGES.values() for item in fields(kind))
    for name in names:
        if name not in UNASKED:
            more: dict[str, Any] = {"choices": choices[name]} if name in choices else {"metavar": name.upper()}
            correct.add_argument(f"--{name.replace('_', '-')}", dest=name, help=name.replace("_", " "), **more)
    _about(doing, "rescind", "take a scheduled row back before it takes effect", KINDS)


def _about(doing: Any, name: str, help: str, kinds: tuple[str, ...]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help)
    parser.add_argument("person", metavar="NUMBER", help="the person's number, or a name that only one person has")
    parser.add_argument("kind", choices=kinds, help="which of the person's rows")
    parser.add_argument("--on", metavar="DAY", required=True, help="the day the row begins on")
    parser.add_argument("--seq", type=whole, help="which of several rows of that day; else the last")
    add_carry(parser)
    return parser


def add_carry(parser: argparse.ArgumentParser) -> None:
    """Declare `--carry`."""
    help = "what later rows that copied the old value take over: fields with commas between, all, or none (the default)"
    parser.add_argument("--carry", metavar="FIELDS", default="none", help=help)


def carry(args: argparse.Namespace) -> Carry:
    """What is to be carried on, as the use cases take it."""
    if args.carry in ("all", "none"):
        return bool(args.carry == "all")
    return frozenset(part.strip().replace("-", "_") for part in args.carry.split(",") if part.strip())
