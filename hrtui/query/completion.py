"""What a verb that is being typed may go on with: verbs, their arguments, and values in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hrtui.errors import QueryError
from hrtui.query.acts import ASSIGNABLE, Manners
from hrtui.query.rules import token_start
from hrtui.query.verbs import CLAUSES, PLACES, STATUSES, VERBS, Token, tokens
from hrtui.text import fold

Known = Callable[[str, str], Sequence[str]]
AMOUNTS = ("3%", "+2500", "to 85k")
DAYS = ("today", "tomorrow", "+2w", "+1m")


def complete_verb(text: str, at: int, manners: Manners, known: Known | None = None) -> list[str]:
    """What the word under the cursor may become, the verb itself included; it replaces the text from `token_start` to `at`.

    `known(field, typed)` gives values in use for a field: department, location, manager, title, tag, reason and others.
    """
    start = token_start(text, at)
    typed = text[start:at].lstrip('"')
    try:
        before = tokens(text[:start], open_end=True)
    except QueryError:
        return []
    if not before:
        return [f"{verb} " for verb in VERBS if verb.startswith(typed.lower())]
    offered = _offered(before, typed, manners, known or (lambda _field, _typed: ()))
    wanted = fold(typed)
    fitting = [each for each in offered if wanted in fold(each).replace('"', "") and each != text[start:at]]
    fitting.sort(key=lambda each: not fold(each).lstrip('"').startswith(wanted))
    return list(dict.fromkeys(fitting))


def _offered(before: Sequence[Token], typed: str, manners: Manners, known: Known) -> list[str]:
    given = [token.word for token in before if token.word in CLAUSES]
    last = before[-1].word
    if last == "eff":
        return list(DAYS)
    if last == "reason":
        return [_one(value) for value in known("reason", typed)]
    clauses = [_clause(name) for name in CLAUSES if name not in given and name.startswith(typed.lower())]
    if before[0].word in ("tag", "untag"):
        clauses = [each for each in clauses if each != "carry"]
    if given:
        return clauses
    values = _values(before[0].word, before[1:], typed, manners, known)
    least = 2 if before[0].word in ("set", "assign") else 1
    return [*values, *(clauses if len(before) > least else ())]


def _values(verb: str, words: Sequence[Token], typed: str, manners: Manners, known: Known) -> list[str]:
    if verb == "raise":
        return [] if words else list(AMOUNTS)
    if verb == "status":
        return [] if words else [str(status) for status in STATUSES]
    if verb == "manager":
        return [] if words else ["none", *(value.partition(" ")[0] for value in known("manager", typed))]
    if verb in ("tag", "untag"):
        return list(known("tag", typed))
    if verb == "transfer":
        return _places(words, typed, known)
    return _settings(verb, words, typed, manners, known)


def _places(words: Sequence[Token], typed: str, known: Known) -> list[str]:
    name, colon, value = typed.partition(":")
    field = PLACES.get(name.lower(), "")
    if colon:
        found = known(field, value.strip('"')) if field else ()
        return [f"{name}:{_one(each.partition(' ')[0] if field == 'manager' else each)}" for each in found]
    given = {PLACES.get((token.lead + token.text).partition(":")[0].lower()) for token in words}
    return [f"{each}:" for each in ("dept", "loc", "manager") if PLACES[each] not in given]


def _settings(verb: str, words: Sequence[Token], typed: str, manners: Manners, known: Known) -> list[str]:
    fields = [item for item in manners.settable() if verb == "set" or item.name in ASSIGNABLE]
    if not words:
        return [f"{item.name} " for item in fields]
    item = next((each for each in fields if words[0].word in (each.name, *each.aliases)), None)
    if item is None or len(words) > 1:
        return []
    return [str(choice) for choice in item.choices] or [_one(value) for value in known(item.name, typed)]


def _clause(name: str) -> str:
    """A clause as it is typed on: `carry` takes no words."""
    return name if name == "carry" else f"{name} "


def _one(value: str) -> str:
    return f'"{value}"' if " " in value or '"' in value else value
