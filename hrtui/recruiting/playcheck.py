"""What no single value of the recruiting file shows: names that lead nowhere, stages in an order nothing could pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hrtui.config import Config
from hrtui.configfile.naming import check_unique
from hrtui.configfile.problem import Problems, quoted
from hrtui.configfile.tree import Kind, Node
from hrtui.recruiting.messages import INVITED_FIELDS, LOOP_FIELDS, SESSION_FIELDS, unknown_fields
from hrtui.recruiting.playbook import LOOPS, AnswerKind, StageType

SECTIONS = ("templates", "questions", "kits", "reasons", "sources", "messages", "invitations", "documents")
ANSWERS = ("yes", "no")


def check(root: Node, config: Config, problems: Problems, shipped: Mapping[str, Sequence[str]]) -> None:
    """Note what is wrong between the values of the recruiting file; `shipped` are the names, by section, that count where the
    file does not write the section."""
    for section in SECTIONS:
        check_unique(root.get(section), section, problems)
    named = {section: [_text(node, "name") for node in _items(root.get(section))] for section in SECTIONS}
    named |= {section: list(names) for section, names in shipped.items() if root.get(section) is None}
    for at, node in enumerate(_items(root.get("templates")), 1):
        key = f"templates[{at}]"
        _leads(node, "kit", key, named["kits"], problems)
        for one in _items(node.get("questions")):
            if one.kind is Kind.TEXT and one.text not in named["questions"]:
                problems.add(
                    one.line,
                    f"{key}.questions",
                    f"There is no question {quoted(one.text)}.",
                    named["questions"],
                    one.text,
                )
        _stages(node, f"{key}.stages", named["documents"], problems)
    for at, node in enumerate(_items(root.get("reasons")), 1):
        _leads(node, "message", f"reasons[{at}]", named["messages"], problems)
    for at, node in enumerate(_items(root.get("messages")), 1):
        _known_kinds(node, "attach", f"messages[{at}].attach", named["documents"], problems)
    for at, node in enumerate(_items(root.get("documents")), 1):
        _leads(node, "filed_as", f"documents[{at}]", config.kinds_of_documents, problems, "kind of people's documents")
    for at, node in enumerate(_items(root.get("questions")), 1):
        _passes(node, f"questions[{at}].passes", problems)
    for section in ("requisition_approvals", "offer_approvals"):
        for at, node in enumerate(_items(root.get(section)), 1):
            if config.roles:
                _leads(node, "role", f"{section}[{at}]", list(config.roles), problems)
    for at, node in enumerate(_items(root.get("kits")), 1):
        check_unique(node.get("attributes"), f"kits[{at}].attributes", problems)
        rated = [_text(each, "name") for each in _items(node.get("attributes"))]
        for place, focus in enumerate(_items(node.get("focus")), 1):
            for one in _items(focus.get("attributes")):
                if one.kind is Kind.TEXT and one.text not in rated:
                    key = f"kits[{at}].focus[{place}].attributes"
                    problems.add(one.line, key, f"There is no attribute {quoted(one.text)}.", rated, one.text)
    for at, node in enumerate(_items(root.get("invitations")), 1):
        filled = LOOP_FIELDS if _text(node, "name") in LOOPS.values() else INVITED_FIELDS
        for name, known in (("subject", filled), ("body", filled), ("session", SESSION_FIELDS)):
            for unknown in unknown_fields(_text(node, name), known):
                line, key = (node.get(name) or node).line, f"invitations[{at}].{name}"
                problems.add(line, key, f"Nothing fills {quoted(unknown)}.", known, unknown)


def _stages(node: Node, key: str, kinds: list[str], problems: Problems) -> None:
    stages = node.get("stages")
    found = _items(stages)
    types = [_text(stage, "type") for stage in found]
    check_unique(stages, key, problems)
    line = (stages or node).line
    if not found:
        problems.add(line, key, "The template has no stage; declare one of type new, and one of type hired at the end.")
        return
    if types[-1] != StageType.HIRED or types.count(StageType.HIRED) != 1:
        problems.add(line, key, "The last stage, and no other, is of type hired: an accepted offer leads there.")
    for at, stage in enumerate(found, 1):
        _known_kinds(stage, "documents", f"{key}[{at}].documents", kinds, problems)


def _known_kinds(node: Node, name: str, key: str, kinds: list[str], problems: Problems) -> None:
    for kind in _items(node.get(name)):
        if kind.kind is Kind.TEXT and kind.text not in kinds:
            problems.add(kind.line, key, f"There is no kind of document {quoted(kind.text)}.", kinds, kind.text)


def _passes(node: Node, key: str, problems: Problems) -> None:
    passes = node.get("passes")
    if passes is None or passes.kind is not Kind.TEXT:
        return
    number = _text(node, "kind") == AnswerKind.NUMBER
    if number and not passes.text.isdigit():
        problems.add(passes.line, key, f"{quoted(passes.text)} is no whole number; write the least that passes.")
    elif not number and passes.text not in ANSWERS:
        problems.add(passes.line, key, f"{quoted(passes.text)} is no answer.", ANSWERS, passes.text)


def _leads(node: Node, name: str, key: str, known: Iterable[str], problems: Problems, called: str = "") -> None:
    below = node.get(name)
    known = list(known)
    if below is not None and below.kind is Kind.TEXT and below.text and below.text not in known:
        problems.add(
            below.line, f"{key}.{name}", f"There is no {called or name} {quoted(below.text)}.", known, below.text
        )


def _items(node: Node | None) -> list[Node]:
    return list(_each(node))


def _each(node: Node | None) -> Iterator[Node]:
    yield from node.items if node is not None and node.kind is Kind.LIST else ()


def _text(node: Node, name: str) -> str:
    below = node.get(name)
    return below.text if below is not None and below.kind is Kind.TEXT else ""
