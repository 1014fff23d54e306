"""A disk that fills up, or that the kernel makes read-only, at any moment while somebody fills in forms at a terminal.

One sentence is on the screen that says what, why and what to do; the form keeps what was typed, the screen is whole and the program
alive. Once the disk can be written again it is saved, once; what was confirmed stays.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

import pytest

from data import audit, dialect
from data.db import create_store, open_store
from hrtui.config import Company, Config
from hrtui.context import Actor, Context, FixedClock
from tests.conftest import INSTANT, all_grants
from tests.nightly import tries
from tests.people import hire
from tests.store.test_faults import AS_ROOT
from tests.store.test_killed_anywhere import rules_broken
from tests.store.test_read_only_at_any_moment import Disk, disk  # noqa: F401 - a fixture
from tests.ui.terminal import Terminal
from tests.ui.test_drafts_survive import ROOT

FULL, READ_ONLY = tries(15, 50), tries(5, 50)
MOST = 300
"""Moments at most, where on a busy machine more of them miss what they are to meet."""
MOST_ROOM = 100_000  # bytes
SAVE, REPAINT = "\x0f", "\x0c"
SAVED = "u undoes it."
OFFERED = "Typed last time and not saved"
IS_FULL = "The disk is full; nothing of this was kept. Free some space for {} and try again."
FAILED = (
    "The disk failed to read or write, as it does when it turns read-only. Look whether this is there before you do it again, and see the"
    " system's log, for {}."
)
IS_READ_ONLY = (
    "The disk is read-only, as it turns after a fault. Have it mended and mounted for writing, then try again: {}"
)


@dataclass(frozen=True)
class Form:
    """A form about a person: its key, its title, how many fields down the one is that is filled in, what is typed for the n-th change, and
    the query of all that such changes stored."""

    key: str
    title: str
    down: int
    typed: Callable[[int], str]
    stored: str


FORMS = (
    Form("P", "Change pay of Kim", 1, lambda n: f"{90_000 + n}", "SELECT rate / 100 FROM pay"),
    Form("J", "Change job of Kim", 1, lambda n: f"Lead {n}", "SELECT title FROM job"),
    Form("E", "Edit Kim", 4, lambda n: f"555-{n:04}", "SELECT phone FROM profile"),
)


@dataclass
class Office:
    """A company in a folder of a disk, where Ann Kim is 101: what was confirmed to whoever changed it, by form, and the trail's last head."""

    folder: Path
    state: Path
    confirmed: dict[str, list[str]] = field(default_factory=lambda: {"P": ["85000"], "J": ["Engineer"], "E": [""]})
    head: str = ""

    def __post_init__(self) -> None:
        self.folder.mkdir()
        config = Config(self.folder / "hrtui.yaml", Company("Test Company"))
        store = create_store(self.store)
        hire(Context(Actor("alice", ("all",), all_grants()), FixedClock(INSTANT), config, store), "Kim", number="101")
        store.close()

    @property
    def store(self) -> Path:
        """The file of the store."""
        return self.folder / "store.db"

    def opened(self) -> Terminal:
        """The program at the record of Ann Kim."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "XDG_STATE_HOME": str(self.state), **kept}
        terminal = Terminal([sys.executable, "-m", "tests.ui.opened", str(self.folder), "emp 101"], env)
        terminal.shows("Kim, Ann")
        terminal.shows("Status")
        return terminal

    def looked_at(self, form: Form, typed: str) -> bool:
        """Whether a change that was not confirmed is there, once; what was confirmed is there, once each, and the store is whole."""
        store, more = open_store(self.store), Counter[str]()
        for each in FORMS:
            rows = store.db.execute_sql(f"{each.stored} WHERE superseded_at IS NULL").fetchall()
            there, sure = Counter(str(value) for (value,) in rows), Counter(self.confirmed[each.key])
            assert sure - there == Counter()
            more += there - sure
        assert not self.head or audit.holds(self.head)
        self.head = audit.head()
        assert (dialect.integrity(store.db), rules_broken()) == ([], [])
        store.close()
        assert more in (Counter(), Counter([typed]))
        return bool(more)


def told(terminal: Terminal) -> str:
    """The sentence behind the sign of an error on the screen, without its blanks, for a long path is broken where there is none; empty
    where there is no sentence. Two are one too many."""
    lines = [line.strip("│ ") for line in terminal.screen.display[:-1]]
    starts = [at for at, line in enumerate(lines) if line.startswith("! ")]
    assert len(starts) <= 1, terminal.text
    if not starts:
        return ""
    rest = lines[starts[0] :]
    end = next((at for at, line in enumerate(rest) if not line or line.startswith("╰")), len(rest))
    return blankless("".join(rest[:end]).removeprefix("! "))


def blankless(text: str) -> str:
    return text.replace(" ", "")


def cut_in_its_path(said: str, sentence: str) -> bool:
    return said.endswith("…") and sentence.startswith(said[:-1]) and "/" in said


def opens(terminal: Terminal, form: Form) -> bool:
    """Open a form; whether it did, else a sentence is there."""
    terminal.send(form.key)
    terminal.until(lambda: form.title in terminal.text or told(terminal), form.title)
    return form.title in terminal.text


def fills_in(terminal: Terminal, form: Form, typed: str) -> None:
    terminal.send("\t" * form.down)
    for letter in typed:
        terminal.send(letter)
    terminal.until(lambda: is_typed(terminal, typed), typed)


def is_typed(terminal: Terminal, typed: str) -> bool:
    """Whether it stands in a field that is marked as changed."""
    return any("*" in line and f" {typed} " in line for line in terminal.screen.display)


def saves(terminal: Terminal, form: Form) -> bool:
    """Save; whether it was confirmed, else a sentence is there."""
    terminal.send(SAVE)
    terminal.until(lambda: is_saved(terminal, form) or told(terminal), SAVED)
    return is_saved(terminal, form)


def saves_now(terminal: Terminal, form: Form) -> None:
    """Save, whatever sentence is there from before."""
    terminal.send(SAVE)
    terminal.until(lambda: is_saved(terminal, form), SAVED)


def is_saved(terminal: Terminal, form: Form) -> bool:
    return form.title not in terminal.text and SAVED in terminal.text


def edits(terminal: Terminal, form: Form, typed: str) -> bool:
    """Open a form, fill it in and save it; whether that was confirmed."""
    if not opens(terminal, form):
        return False
    fills_in(terminal, form, typed)
    return saves(terminal, form)


def assert_one_sentence(terminal: Terminal, form: Form, typed: str, sentences: tuple[str, ...]) -> None:
    """The sentence alone is there; over an open form, all that was typed too, and painting all anew changes nothing."""
    said = told(terminal)  # of the longest path its end may be cut off
    assert any(said == blankless(each) or cut_in_its_path(said, blankless(each)) for each in sentences), said
    assert "Traceback" not in terminal.raw and terminal.process.poll() is None
    assert "Kim, Ann" in terminal.text
    if form.title in terminal.text:
        assert is_typed(terminal, typed)
        shown = terminal.text
        terminal.screen.reset()
        terminal.send(REPAINT)
        terminal.until(lambda: terminal.text == shown, "the same screen painted anew")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; skipped where this user may not mount one."""
    point = tmp_path / "small"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(point)]
    if not AS_ROOT or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)


def fill(ballast: Path, room: int) -> None:
    """Leave a disk so much room at most, in bytes, while others write on it."""
    with ballast.open("wb") as file:
        while (free := os.statvfs(ballast.parent)).f_bavail * free.f_bsize > room:
            with suppress(OSError):  # somebody else took of it meanwhile
                os.posix_fallocate(file.fileno(), 0, file.seek(0, os.SEEK_END) + free.f_bavail * free.f_bsize - room)


def test_a_disk_that_fills_up_while_forms_are_filled_in_is_told_in_a_sentence_and_the_same_key_saves_with_room(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    office, ballast = Office(small / "company", small / "state"), small / "ballast"
    chance, full, saved_anew = random.Random(31), 0, 0
    seconds = 0.0
    with office.opened() as terminal:
        for number in range(MOST):
            if number >= FULL + len(FORMS) and saved_anew >= FULL // 3:
                break
            form = FORMS[number % len(FORMS)]
            typed = form.typed(number)
            begun, room = time.perf_counter(), chance.randrange(MOST_ROOM)
            filling = Timer(chance.uniform(0, seconds), fill, (ballast, room))
            if seconds:
                filling.start()
            done = edits(terminal, form, typed)
            if seconds:
                filling.join()
                seconds *= 0.93 if done else 1.02  # most meet the work, however busy the machine is
            elif number == len(FORMS) - 1:
                seconds = time.perf_counter() - begun
            if not done:
                full += 1
                assert_one_sentence(terminal, form, typed, (IS_FULL.format(office.store),))
            ballast.unlink(missing_ok=True)
            if not done:
                assert not office.looked_at(form, typed)
            if not done and form.title in terminal.text:
                saved_anew += 1
                saves_now(terminal, form)
            elif not done:
                assert edits(terminal, form, typed)
            assert office.looked_at(form, typed)
            office.confirmed[form.key].append(typed)
        terminal.send("ctrl+q")
        assert terminal.ends() == 0
    assert [path for path in (office.state / "hrtui").rglob("*") if path.is_file()] == []
    print(f"{number - len(FORMS)} disks, {full} full midway, {saved_anew} saved by the same key, none lost, none twice")
    assert saved_anew >= FULL // 3


def test_a_disk_that_turns_read_only_while_forms_are_filled_in_is_told_in_a_sentence_and_what_was_typed_is_there_again(
    disk: Disk,  # noqa: F811 - the fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    office = Office(disk.point / "company", tmp_path / "state")
    chance, midway, seconds = random.Random(32), 0, 0.0
    for number in range(MOST):
        if number > READ_ONLY and midway >= READ_ONLY // 3:
            break
        form = FORMS[number % len(FORMS)]
        typed = form.typed(number)
        disk.settle()
        with office.opened() as terminal:
            begun = time.perf_counter()
            failing = Timer(chance.uniform(0, seconds), disk.abort)
            if seconds:
                failing.start()
            done = edits(terminal, form, typed)
            if seconds:
                failing.join()
                seconds *= 0.93 if done else 1.02
            else:
                seconds = time.perf_counter() - begun
            if not done:
                midway += 1
                sentences = tuple(each.format(office.store) for each in (FAILED, IS_READ_ONLY))
                assert_one_sentence(terminal, form, typed, sentences)
            was_open = form.title in terminal.text
            terminal.send("ctrl+q")
            if was_open:
                terminal.shows("is not saved. Leave anyway?")
                terminal.send("y")
            assert terminal.ends() == 0
        if number:
            disk.again()
        there = office.looked_at(form, typed)
        assert there or not done
        if not done:
            with office.opened() as terminal:
                assert opens(terminal, form)
                offered = was_open and not there
                assert (OFFERED in terminal.text, is_typed(terminal, typed)) == (offered, offered)
                if not there:
                    if not offered:
                        fills_in(terminal, form, typed)
                    assert saves(terminal, form)
            assert office.looked_at(form, typed)
        office.confirmed[form.key].append(typed)
    print(f"{number - 1} disks, {midway} read-only midway, none lost, none twice")
    assert midway >= READ_ONLY // 3
