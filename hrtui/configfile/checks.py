"""What no single value shows: names used twice, roles nobody declared, keys that two commands share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from hrtui import commands
from hrtui.access.model import ACTIONS
from hrtui.config import SHIPPED_KINDS, Records
from hrtui.configfile.keys import MARKS, NAMED, clashes, spelling
from hrtui.configfile.naming import check_once
from hrtui.configfile.problem import Problems, quoted
from hrtui.configfile.tree import Kind, Node
from hrtui.payroll.codes import SHIPPED_DEDUCTIONS, SHIPPED_EARNINGS
from hrtui.retention.settings import HIRED

SPANS = ("years", "months", "days", "years_after_hire")
LISTS_BY_NAME = {
    "pay_groups": "name",
    "earning_codes": "name",
    "deduction_codes": "name",
    "users": "login",
    "custom_fields": "name",
    "document_kinds": "name",
    "retention": "name",
}


def check(root: Node, shipped_roles: Iterable[str], problems: Problems) -> None:
    """Note what is wrong between the values of the file."""
    for section, name in LISTS_BY_NAME.items():
        check_once(_items(root, section), name, problems)
    shipped_roles = tuple(shipped_roles)
    _roles_of_users(root, shipped_roles, problems)
    _sight_of_documents(root, shipped_roles, problems)
    _choices(root, problems)
    _codes_apart(root, problems)
    _retention(root, problems)
    _key_apart(root, problems)
    _keys(root, problems)


def check_holidays(root: Node, problems: Problems) -> None:
    """Note a country or subdivision whose holidays are not known."""
    from holidays import list_supported_countries

    section = root.get("holidays")
    country, subdivision = (section.get("country"), section.get("subdivision")) if section else (None, None)
    known = list_supported_countries()
    name = country.text if country else "US"
    if country is not None and name not in known and len(name) == 2 and name.isupper():
        problems.add(country.line, "holidays.country", f"The holidays of {quoted(name)} are not known.", known, name)
    elif subdivision is not None and name in known and subdivision.text not in (*known[name], ""):
        problems.add(
            subdivision.line,
            "holidays.subdivision",
            f"{name} has no subdivision {quoted(subdivision.text)}.",
            known[name],
            subdivision.text,
        )


def _items(root: Node, section: str) -> Iterator[tuple[str, Node]]:
    node = root.get(section)
    for at, item in enumerate(node.items if node else [], 1):
        yield f"{section}[{at}]", item


def _words(node: Node | None) -> Iterator[tuple[str, Node]]:
    """The texts of a list, or the one that stands in its place, with what follows the key's path."""
    if node is not None and node.kind is Kind.TEXT and not node.empty:
        yield "", node
    for at, item in enumerate(node.items if node else [], 1):
        if item.kind is Kind.TEXT:
            yield f"[{at}]", item


def _roles_of_users(root: Node, shipped: Iterable[str], problems: Problems) -> None:
    own = root.get("roles")
    names = (*shipped, *(name.text for name, _ in (own.entries if own else [])))
    for path, user in _items(root, "users"):
        for place, role in _words(user.get("roles")):
            if role.text not in names:
                problems.add(
                    role.line, f"{path}.roles{place}", f"There is no role {quoted(role.text)}.", names, role.text
                )


def _sight_of_documents(root: Node, shipped: Iterable[str], problems: Problems) -> None:
    own = root.get("roles")
    names = (*shipped, *(name.text for name, _ in (own.entries if own else [])), *ACTIONS)
    for path, kind in _items(root, "document_kinds"):
        for place, word in _words(kind.get("see")):
            if word.text not in names:
                message = f"{quoted(word.text)} is neither a role nor an action."
                problems.add(word.line, f"{path}.see{place}", message, names, word.text)


def _choices(root: Node, problems: Problems) -> None:
    for path, item in _items(root, "custom_fields"):
        kind, choices = item.get("kind"), item.get("choices")
        is_choice = kind is not None and kind.text == "choice"
        has_choices = choices is not None and not choices.empty and bool(choices.items or choices.text)
        if is_choice and not has_choices and kind is not None:
            line = choices.line if choices else kind.line
            problems.add(line, f"{path}.choices", "A field of kind choice needs its choices: [S, M, L].")
        elif has_choices and not is_choice and choices is not None and (kind is None or kind.kind is Kind.TEXT):
            problems.add(choices.line, f"{path}.choices", "Only a field of kind choice has choices.", ("kind: choice",))


def _codes_apart(root: Node, problems: Problems) -> None:
    """One code is either an earning or a deduction: pay items name it alone."""
    for section, others, noun in (
        ("earning_codes", SHIPPED_DEDUCTIONS, "deduction"), ("deduction_codes", SHIPPED_EARNINGS, "earning"),
    ):  # fmt: skip
        taken = {code.name for code in others}
        if section == "deduction_codes":
            own = [item.get("name") for _, item in _items(root, "earning_codes")]
            taken |= {name.text for name in own if name is not None}
        for path, item in _items(root, section):
            name = item.get("name")
            if name is not None and name.text in taken:
                message = f"{quoted(name.text)} is the code of an {noun} already; name it otherwise."
                problems.add(name.line, f"{path}.name", message.replace("an deduction", "a deduction"))


def _retention(root: Node, problems: Problems) -> None:
    """A rule says how long, names a kind of documents that there is, and counts from the hire only what is about people."""
    kinds = [kind.name for kind in SHIPPED_KINDS]
    kinds += [name.text for _, kind in _items(root, "document_kinds") if (name := kind.get("name")) is not None]
    for path, rule in _items(root, "retention"):
        kind, records = rule.get("kind"), rule.get("records")
        about = records.text if records is not None else ""
        if kind is not None and kind.text and about != Records.DOCUMENTS:
            problems.add(kind.line, f"{path}.kind", "Only documents are of a kind.", ("records: documents",))
        elif kind is not None and kind.text and kind.text not in kinds:
            problems.add(
                kind.line, f"{path}.kind", f"There is no kind of document {quoted(kind.text)}.", kinds, kind.text
            )
        spans = [(span, node) for span in SPANS if (node := rule.get(span)) is not None]
        if rule.kind is Kind.MAP and not any(node.text not in ("", "0") for _, node in spans):
            problems.add(rule.line, path, "The rule does not say how long; give years, months or days.", SPANS)
        for span, node in spans:
            if span == "years_after_hire" and about and about not in HIRED:
                message = f"{about} are about no one's hire; give years, months or days."
                problems.add(node.line, f"{path}.{span}", message, SPANS[:2])


def _key_apart(root: Node, problems: Problems) -> None:
    """The key may not lie in the folder of the store, the backups or the documents: one copy would take both."""
    store = root.get("store")
    key, url = (store.get("key_file"), store.get("url")) if store else (None, None)
    if store is None or key is None or key.kind is not Kind.TEXT:
        return
    folder = PurePosixPath(url.text if url else "sqlite:///store/hrtui.db".removeprefix("sqlite:///")).parent
    folder = PurePosixPath(str(folder).removeprefix("sqlite:///"))
    backups, documents = store.get("backups"), store.get("documents")
    kept = {folder, PurePosixPath(backups.text if backups else "backups")} - {PurePosixPath(".")}
    kept |= {PurePosixPath(documents.text if documents else "documents")} - {PurePosixPath(".")}
    if kept.intersection(PurePosixPath(key.text).parents):
        problems.add(
            key.line,
            "store.key_file",
            "The key may not lie in the folder of the store, of the backups or of the documents.",
        )


def _keys(root: Node, problems: Problems) -> None:
    section = root.get("keys")
    chosen: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for name, node in section.entries if section else []:
        words = list(_words(node))
        wrong = [_misspelt(f"keys.{name.text}{place}", word, problems) for place, word in words]
        if name.text in commands.ids() and not any(wrong):
            chosen[name.text] = tuple(word.text for _, word in words)
            lines[name.text] = words[0][1].line if words else name.line
    for one, key, other, screen in clashes(chosen):
        problems.add(
            lines[one], f"keys.{one}", f"“{key}” is the key of {other} too, on the screen “{commands.SCREENS[screen]}”."
        )


def _misspelt(path: str, node: Node, problems: Problems) -> bool:
    wrong = spelling(node.text)
    if not wrong:
        return False
    near = MARKS.get(wrong, "")
    message = f"{quoted(node.text)} is no key; write a letter, digit or name, after ctrl+, shift+ or alt+ if need be."
    problems.add(node.line, path, message, NAMED, wrong, near)
    return True
