"""Half-filled forms in a real process: killed, or cut off from its terminal, they open again at the same field and text."""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.db import create_store, open_store
from hrtui.access.model import Field
from hrtui.contacts import rules
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.people import service
from hrtui.people.rules import live
from tests.people import hire
from tests.ui.terminal import Terminal

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
TAB = "\t"
Open = Callable[..., Terminal]

# Where the form is, the keys that open it, what is typed, the draft it makes, the field it is left in, and its label.
FORMS = {
    "hire": ("people", "a", ["Zoë", TAB, "Ng-"], {"first_name": "Zoë", "last_name": "Ng-"}, "last_name", "Last name"),
    "pay": ("emp 101", "P", ["12/07/2026", TAB, "97"], {"effective_from": "12/07/2026", "rate": "97"}, "rate", "Rate"),
    "job": ("emp 101", "J", [TAB, "Lead eng"], {"title": "Lead eng"}, "title", "Title"),
    "profile": ("emp 101", "E", [TAB, TAB, TAB, TAB, "555-0"], {"phone": "555-0"}, "phone", "Phone"),
    "contact": ("emp 101", TAB * 3 + "a", [TAB, "Leo", TAB, "K"], {"first_name": "Leo", "last_name": "K"}, "last_name", "Last name"),
    "edit": ("emp 101", TAB * 3 + "e", [TAB, "Mi"], {"first_name": "Mi"}, "first_name", "First name"),
    "document": ("emp 101", TAB * 4 + "a", ["/tmp/no such", TAB, "lic"], {"file": "/tmp/no such", "kind": "lic"}, "kind", "Kind"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, ctx: Context) -> Path:
    """A store in which Ann Kim is 101, with her mother to call, closed again."""
    made = tmp_path / "company"
    made.mkdir()
    ctx.store.close()
    store = create_store(made / "store.db")
    own = replace(ctx, store=store)
    hire(own, "Kim", number="101")
    contacts.add(own, "101", Contact(TODAY, ContactKind.EMERGENCY, "Mia", "Kim", "parent", "555-0199"))
    store.close()
    return made


@pytest.fixture
def opened(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.chdir(ROOT)

    def run(address: str) -> Terminal:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path / "state"), **kept}
        return Terminal([sys.executable, "-m", "tests.ui.opened", str(folder), address], env)

    return run


def drafts(tmp_path: Path) -> list[dict[str, Any]]:
    """The drafts as they lie on the disk."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in (tmp_path / "state/hrtui/drafts").glob("*.json")]


def kept(tmp_path: Path, texts: dict[str, str], at: str) -> bool:
    return any((draft["texts"], draft["at"]) == (texts, at) for draft in drafts(tmp_path))


def killed(terminal: Terminal) -> None:
    terminal.process.kill()
    assert terminal.ends() == -signal.SIGKILL


def hung_up(terminal: Terminal) -> None:
    """The line drops: the terminal goes away, and the system tells the process so."""
    terminal.process.send_signal(signal.SIGHUP)
    terminal.process.wait(10)


def there(terminal: Terminal, address: str) -> None:
    """Wait for the screen the form is opened from."""
    terminal.shows("Kim, Ann")
    terminal.shows("Status" if address.startswith("emp") else "1 of 1")


@pytest.mark.parametrize(
    ("name", "ending"), [*((name, killed) for name in FORMS), ("hire", hung_up), ("document", hung_up)]
)
def test_a_form_that_was_cut_off_opens_at_the_same_field_with_the_same_text(
    opened: Open, tmp_path: Path, folder: Path, name: str, ending: Callable[[Terminal], None]
) -> None:
    address, key, typed, texts, at, label = FORMS[name]
    with opened(address) as terminal:
        there(terminal, address)
        terminal.send(key, *typed)
        terminal.until(lambda: kept(tmp_path, texts, at), "the draft on the disk")
        ending(terminal)
    for file in (tmp_path / "state/hrtui/drafts").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with opened(address) as terminal:
        there(terminal, address)
        terminal.send(key)
        terminal.shows("Typed last time and not saved")
        last = texts[at]
        line = next(line for line in terminal.screen.display if f"*{label}" in line)
        assert last in line and "▸" in line.replace("❯", "▸").replace("›", "▸").replace(">", "▸"), line
        terminal.send("x")
        terminal.until(lambda: kept(tmp_path, {**texts, at: last + "x"}, at), "the text gone on with")
    untouched(folder)


def untouched(folder: Path) -> None:
    """Nothing of what was typed is on file: a form is saved whole, or not at all."""
    with_context = company(folder)
    assert service.directory_count(with_context) == 1
    record = service.record(with_context, "101")
    assert (len(record.jobs), len(record.pays or ()), len(record.profiles)) == (1, 1, 1)
    assert [row.name for row in rules.on_day(contacts.contacts(with_context, "101").rows, TODAY)] == ["Mia Kim"]
    with_context.store.close()


def company(folder: Path) -> Context:
    from hrtui.config import Company, Config
    from hrtui.context import Actor, FixedClock
    from tests.conftest import INSTANT, all_grants

    config = Config(folder / "hrtui.yaml", Company("Test Company"))
    return Context(Actor("alice", ("all",), all_grants()), FixedClock(INSTANT), config, open_store(folder / "store.db"))


def test_secrets_are_in_no_draft(opened: Open, tmp_path: Path) -> None:
    with opened("emp 101") as terminal:
        there(terminal, "emp 101")
        terminal.send("S", "enter")
        terminal.shows("Sealed in the store")
        terminal.send("123456789")
        terminal.shows("••••••••")
        killed(terminal)
    assert [file for file in (tmp_path / "state").rglob("*") if file.is_file() and b"123" in file.read_bytes()] == []


@pytest.mark.parametrize("wait", [0.0, 0.002, 0.01, 0.03, 0.1])
def test_a_process_killed_while_it_saves_has_saved_all_or_nothing_and_offers_no_second_time_what_is_saved(
    opened: Open, tmp_path: Path, folder: Path, wait: float
) -> None:
    with opened("emp 101") as terminal:
        there(terminal, "emp 101")
        terminal.send("P", TAB, "97k")
        terminal.until(lambda: kept(tmp_path, {"rate": "97k"}, "rate"), "the draft")
        terminal.send("\x0f")
        terminal.quiet(wait)
        killed(terminal)
    own = company(folder)
    found = service.record(own, "101", reveal=frozenset({Field.PAY})).pays or ()
    rates = [row.rate.cents for row in live(found)]
    own.store.close()
    assert rates in ([8_500_000], [8_500_000, 9_700_000])
    with opened("emp 101") as terminal:
        there(terminal, "emp 101")
        terminal.send("P")
        terminal.shows("Change pay of Kim, Ann")
        terminal.shows("Now $97,000.00" if len(rates) == 2 else "97k")
        assert ("Typed last time" in terminal.text) == (len(rates) == 1)
