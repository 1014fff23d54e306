"""Nothing secret in logs, on stderr, in names and titles, or plain on the disk: wherever it stops, and whatever is done."""

from __future__ import annotations

import io
import json
import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from data.schema import PrivateRow
from hrtui import crashlog, drafts
from hrtui.bootstrap import open_context
from hrtui.cli import main as cli
from hrtui.errors import HrError
from hrtui.people.model import PrivateKind
from hrtui.people.service import set_private
from hrtui.recruiting import mailing
from hrtui.recruiting.settings import MailSecurity, MailSettings
from screens.widgets.fields import SecretField, TextField
from screens.widgets.formmodel import FormModel
from tests.people import hire

SSN, ROUTING, ACCOUNT, RATE, PASSWORD = "536-22-9871", "021000021", "7755331199", "8877665", "hunter2marked"
MARKS = (SSN, SSN.replace("-", ""), ACCOUNT, RATE, PASSWORD)
OURS = ("/hrtui/hrtui/", "/hrtui/", "/data/", "/screens/")
PLACES = 24
DOINGS = {
    "ssn": (("person", "private", "101", "ssn"), SSN),
    "bank": (("person", "private", "101", "bank"), f"{ROUTING}/{ACCOUNT}"),
    "pay": (("person", "pay", "101", "--rate", RATE, "--reason", "merit"), ""),
    "reveal": (("person", "show", "101", "--reveal", "ssn"), ""),
    "rotate": (("secrets", "rotate"), ""),
    "config": (("config", "show"), ""),
}


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company whose person 101 has marked numbers, with a mail server whose password is in a file; its folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder)]) == 0
    (folder / "mail.secret").write_text(PASSWORD + "\n")
    text = (folder / "hrtui.yaml").read_text()
    mail = (
        "\nmail:\n  server: mail.example.com\n  sender: jobs@example.com\n  user: jobs\n  password_file: mail.secret\n"
    )
    (folder / "hrtui.yaml").write_text(text.replace("\nmail:\n", mail) if "\nmail:\n" in text else text + mail)
    ctx = open_context(folder / "hrtui.yaml")
    hire(ctx, number="101")
    set_private(ctx, "101", PrivateKind.SSN, "219-09-9999")
    ctx.store.close()
    return folder


class Counted:
    """Counts the calls of ours that have a marked value at hand, and stops at one of them as a bug would: with the values."""

    def __init__(self, stop_at: int) -> None:
        self.stop_at, self.count = stop_at, 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event != "call" or not any(part in frame.f_code.co_filename for part in OURS):
            return
        if "/tests/" in frame.f_code.co_filename or frame.f_code.co_filename.endswith("crashlog.py"):
            return
        if frame.f_code is cli.main.__code__:
            return
        held = [value for value in frame.f_locals.values() if isinstance(value, str | bytes | tuple | list)]
        if any(mark in repr(held) for mark in MARKS):
            self.count += 1
            if self.count == self.stop_at:
                raise ValueError(f"no such value {held}")


def run(company: Path, doing: str, stop_at: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Run a command that stops at one of its calls; its exit code, and how many calls there were."""
    words, typed = DOINGS[doing]
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed + "\n"))
    counted = Counted(stop_at)
    sys.setprofile(counted)
    try:
        code = cli.main(["--config", str(company / "hrtui.yaml"), *words])
    finally:
        sys.setprofile(None)
    return code, counted.count


def on_disk(folder: Path, *, but: tuple[str, ...] = ("mail.secret",)) -> Iterator[str]:
    """Where a marked value stands, in a file or a name below a folder."""
    for file in folder.rglob("*"):
        content = b"" if file.is_dir() or file.name in but else file.read_bytes()
        yield from (str(file) for mark in MARKS if mark.encode() in content or mark in file.name)


@pytest.mark.parametrize("doing", DOINGS)
def test_wherever_a_command_stops_because_of_a_bug_neither_log_nor_stderr_nor_disk_has_a_value(
    company: Path, doing: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, whole = run(company, doing, 0, monkeypatch)
    assert code == 0
    stopped = 0
    for stop_at in range(1, whole + 1, max(1, whole // PLACES)):
        capfd.readouterr()
        code, _ = run(company, doing, stop_at, monkeypatch)
        stopped += code == crashlog.BUG
        assert not [mark for mark in MARKS if mark in capfd.readouterr().err]
        assert list(on_disk(tmp_path / "state")) == []
    paid = ("hrtui.db", "hrtui.db-wal", "hrtui.db-shm") if doing == "pay" else ()
    assert list(on_disk(tmp_path, but=("mail.secret", *paid))) == []
    if whole and doing not in ("config", "rotate"):
        assert stopped > 3
        assert (crashlog.state_folder() / crashlog.LOG).exists()


def test_sealed_numbers_are_nowhere_in_the_store_its_trail_and_its_helpers(
    company: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for doing in ("ssn", "bank"):
        assert run(company, doing, 0, monkeypatch)[0] == 0
    ctx = open_context(company / "hrtui.yaml")
    assert PrivateRow.select().count() == 3
    assert list(on_disk(tmp_path)) == []
    ctx.store.close()


def test_the_password_of_the_mail_server_is_in_no_setting_and_no_sentence(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (["config", "show"], ["config", "show", "--json"], ["config", "settings"], ["config", "check"]):
        assert cli.main(["--config", str(company / "hrtui.yaml"), *words]) == 0
        said = capsys.readouterr()
        assert PASSWORD not in said.out + said.err

    class Server:
        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def login(self, user: str, password: str) -> None:
            raise smtplib.SMTPAuthenticationError(535, f"{user} {password} refused".encode())

    monkeypatch.setattr(mailing, "_connected", lambda _: Server())
    settings = MailSettings("mail.example.com", security=MailSecurity.NONE, sender="a@example.com", user="jobs")
    with pytest.raises(HrError) as caught:
        mailing.hand_over(settings, PASSWORD, EmailMessage())
    assert PASSWORD not in str(caught.value)
    crashlog.record(caught.value)
    assert PASSWORD not in (crashlog.state_folder() / crashlog.LOG).read_text()


@pytest.mark.parametrize(
    "words",
    [["person", "pay", "101", "--rate", RATE], ["query", f"name:{SSN}"], ["person", "private", "101", SSN]],
)
@pytest.mark.parametrize("module", [True, False])
def test_the_title_of_a_process_says_the_command_and_nothing_it_was_given(
    company: Path, words: list[str], module: bool, tmp_path: Path
) -> None:
    look = "import sys,hrtui.cli.main as m; m.run=lambda w: print(open('/proc/self/cmdline','rb').read()) or 0; sys.exit(m.main())"
    start = ["-c", look] if module else [str(_script(tmp_path, look))]
    done = subprocess.run([sys.executable, *start, *words], capture_output=True, text=True, check=True, env=os.environ)
    assert words[0] in done.stdout
    assert not [mark for mark in MARKS if mark in done.stdout]


def _script(folder: Path, text: str) -> Path:
    (folder / "bin").mkdir(exist_ok=True)
    file = folder / "bin" / "hrtui"
    file.write_text(text)
    return file


def test_a_field_of_a_form_that_is_not_shown_while_typed_is_in_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    model = FormModel(
        [SecretField(key="pin", label="Pin"), TextField(key="note", label="Note")], {"pin": SSN, "note": "seen"}
    )
    assert model.slots[0].text == ""
    for slot in model.slots:
        slot.edit = replace(slot.edit, text=SSN)
    drafts.Drafts("alice", "s").save(
        "private", "101", {**model.texts(), "ssn": SSN, "account2": ACCOUNT, "password": PASSWORD}
    )
    (file,) = (tmp_path / "hrtui" / "drafts").iterdir()
    assert json.loads(file.read_text())["texts"] == {"note": SSN}
