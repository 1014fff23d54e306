"""The commented configuration that `hrtui init` writes: every setting with its sentence, made from the declarations."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import Field, is_dataclass
from datetime import date
from typing import Any, get_args, get_origin

from hrtui.config import Settings
from hrtui.configfile.leaves import FALSE_IN_YAML
from hrtui.configfile.reader import declared
from hrtui.configfile.settings import default, holds

FIRST_ROLES = ("hris_admin", "hr_generalist", "payroll_maker")
HEADER = """\
# The configuration of hrtui.
# Lines that begin with # and a setting show its default or an example: take the # away to change it.
# After a change: hrtui config check. Every setting: hrtui config settings.
"""
ADVICE = {
    "users": " You made this company, so you keep the system, the people and the payroll; give these roles to others"
    " as they come (docs/roles.md). Who is to read the audit trail needs auditor_read.",
}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
WIDTH = 110


def template(
    company: str,
    login: str,
    first_period: date,
    roles: tuple[str, ...] = FIRST_ROLES,
    store: Mapping[str, str] | None = None,
) -> str:
    """The text of a new configuration, for a company, the first user and their roles, and the first day of a pay period; `store`
    are settings of the store, as YAML writes them, where those are not the usual."""
    given = {
        "company": {"name": scalar(company)},
        "pay_groups": {"name": "main", "frequency": "biweekly", "first_period": first_period.isoformat()},
        "users": {"login": scalar(login), "roles": f"[{', '.join(roles)}]"},
        "store": store or {},
    }
    parts = [HEADER]
    for name, (_, wanted, meta) in declared(Settings).items():
        parts.append("\n".join(_section(name, wanted, meta, given.get(name, {}))) + "\n")
    return "\n".join(parts)


def scalar(text: str) -> str:
    """A text as YAML writes it: in quotes where it would be taken for something else."""
    if _PLAIN.fullmatch(text) and text not in FALSE_IN_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def _section(name: str, wanted: Any, meta: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[str]:
    yield from _comment(str(meta["doc"]) + ADVICE.get(name, ""))
    if is_dataclass(wanted) and isinstance(wanted, type):
        yield f"{name}:"
        yield from _settings(wanted, given)
        return
    off = "" if given else "# "
    entry = _entry_type(wanted)
    if entry is not None:
        yield from (f"#   {field} — {_sentence(*about)}" for field, about in declared(entry).items())
    if entry is not None and get_origin(wanted) is tuple:
        yield f"{off}{name}:"
        yield from (off + line for line in _entry(entry, given))
    elif meta["example"]:
        yield f"# {name}:"
        yield from (f"#   {line}" for line in str(meta["example"]).splitlines())
    else:
        yield f"# {name}: {default(declared(Settings)[name][0])}"


def _settings(kind: type, given: Mapping[str, str]) -> Iterator[str]:
    """The settings of a section, each under its sentence; those not given are commented out."""
    for name, (item, wanted, meta) in declared(kind).items():
        yield from _comment(_sentence(item, wanted, meta), "  ")
        yield f"  {name}: {given[name]}" if name in given else f"  # {name}: {_shown(item, meta)}"


def _entry(kind: type, given: Mapping[str, str]) -> Iterator[str]:
    """One entry of a list: what is given, the rest commented out; nothing given, an example of all."""
    lead = "  - "
    for name, (item, _, meta) in declared(kind).items():
        off = "# " if given and name not in given else ""
        yield f"{lead}{off}{name}: {given.get(name) or meta['example'] or _shown(item, meta)}"
        lead = "    "


def _entry_type(wanted: Any) -> type | None:
    """The type of a list's entries, or of those of lists by name."""
    inner = get_args(wanted)[-1:] if get_origin(wanted) is not tuple else get_args(wanted)[:1]
    if not inner or is_dataclass(inner[0]):
        return inner[0] if inner else None
    return _entry_type(inner[0]) if get_origin(inner[0]) is tuple else None


def _shown(item: Field[Any], meta: Mapping[str, Any]) -> str:
    usual = default(item)
    if usual in ("", "required"):
        return str(meta["example"] or usual or "[]")
    return scalar(usual) if isinstance(item.default, str) and usual in FALSE_IN_YAML else usual


def _sentence(_item: Field[Any], wanted: Any, meta: Mapping[str, Any]) -> str:
    """The sentence of a setting, with its choices where they are few."""
    words = holds(wanted, meta)
    few = " or " in words and words != "true or false" and len(words) < 90
    return f"{str(meta['doc']).removesuffix('.')} ({words})." if few else str(meta["doc"])


def _comment(text: str, indent: str = "") -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH - len(indent)):
        yield f"{indent}# {line}"
