from __future__ import annotations

import io
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from hrtui import __version__
from hrtui.cli import main as cli
from hrtui.errors import HrError, NotFound, StoreBusy


@pytest.fixture(autouse=True)
def private_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    return tmp_path / "state" / "hrtui"


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(_args: object, _session: object) -> int:
        secret = "123-45-6789"
        raise error if secret else AssertionError

    module = SimpleNamespace(SUMMARY="Fails.", add_arguments=lambda parser: None, run=run)
    monkeypatch.setattr(cli, "load", lambda name: module)


def in_a_process(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hrtui", *words], capture_output=True, text=True, env=os.environ | more, check=False
    )


def test_help_lists_every_command_with_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, entry in cli.COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.summary)}$", shown, re.MULTILINE)


def test_the_help_imports_no_command_and_no_yaml_or_store() -> None:
    code = "import sys; from hrtui.cli.main import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    for module in ("textual", "rich", "peewee", "yaml", "hrtui.cli.init", "hrtui.cli.config"):
        assert f"'{module}'" not in loaded


def test_the_table_of_commands_fits_eighty_columns() -> None:
    assert all(len(line) <= 80 for line in cli.top_parser().format_help().splitlines() if line.startswith("  "))


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_has_a_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"usage: hrtui {name}" in shown
    assert re.fullmatch(r"[A-Z].*\.", cli.load(name).SUMMARY)


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"hrtui {__version__}\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["qeury"], "There is no command “qeury”. Did you mean “query”?"),
        (["\x1b[31mfoo"], "There is no command “foo”. See: hrtui --help"),
        (["--confg", "x", "keys"], "See: hrtui --help"),
        (["keys", "--jsno"], "unrecognized arguments: --jsno. See: hrtui keys --help"),
        (["keys", "--conf", "x"], "unrecognized arguments"),
        (["config", "chekc"], "hrtui config: There is no choice “chekc”. Did you mean “check”?"),
        (["config", "zzz"], "hrtui config: There is no choice “zzz”. See: hrtui config --help"),
    ],
)
def test_what_is_not_understood_is_one_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.startswith("hrtui: "), says in shown.err) == ("", True, True)


@pytest.mark.parametrize("error", [HrError("No."), NotFound("Nobody."), StoreBusy("Busy.")])
def test_an_error_is_its_sentence_and_its_exit_code(
    error: HrError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], private_state: Path
) -> None:
    failing(monkeypatch, error)
    assert cli.main(["keys"]) == error.exit_code
    assert capsys.readouterr().err == f"hrtui: {error}\n"
    assert not private_state.exists()


def test_a_bug_leaves_a_reference_on_the_screen_and_only_places_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], private_state: Path
) -> None:
    failing(monkeypatch, KeyError("123-45-6789"))
    assert cli.main(["keys"]) == 70
    shown = capsys.readouterr().err
    log = private_state / "crash.log"
    match = re.fullmatch(r"hrtui stopped because of an internal error\. Reference ([0-9a-f]{8}); see (.+)\.\n", shown)
    assert match is not None
    assert match[2] == str(log)
    text = log.read_text()
    assert match[1] in text
    assert "KeyError" in text
    assert "test_main.py" in text
    assert "123-45-6789" not in text + shown
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    assert cli.main(["keys"]) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_early_is_quiet() -> None:
    command = f"{sys.executable} -m hrtui keys --json | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.startswith("[")
    assert done.stdout[1:].strip() in ("0", "141")  # 0 where all of it fitted into the pipe


def test_a_full_disk_under_the_output_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hrtui", "keys"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert (
        done.stderr
        == "hrtui: The output could not be written (No space left on device); free some room and try again.\n"
    )


def test_the_option_for_the_configuration_stands_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("company: {name: Acme}\n")
    for words in (["--config", str(file), "config", "show"], ["config", "--config", str(file), "show"]):
        assert cli.main(words) == 0
        assert f"file: {file}\n" in capsys.readouterr().out


def test_a_person_who_is_no_user_is_told_what_to_put_into_which_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from hrtui.bootstrap import actor_of
    from hrtui.config import Company, Config
    from hrtui.errors import NotAllowed

    with pytest.raises(
        NotAllowed, match=r"mallory is no user of Acme; .*hrtui\.yaml can add.*login: mallory"
    ) as caught:
        actor_of(Config(tmp_path / "hrtui.yaml", Company("Acme")), "mallory")
    assert caught.value.exit_code == 4


def test_the_login_is_the_operating_systems_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    from hrtui.bootstrap import login

    for name in ("USER", "LOGNAME", "USERNAME", "LNAME", "SUDO_USER", "SUDO_UID"):
        monkeypatch.setenv(name, "mallory")
    assert login() == pwd.getpwuid(os.getuid()).pw_name


def test_no_signal_handler_is_left_behind() -> None:
    before = signal.getsignal(signal.SIGPIPE)
    cli.main(["--version"])
    assert signal.getsignal(signal.SIGPIPE) is before


def test_output_is_text_for_a_terminal_that_knows_only_ascii() -> None:
    done = in_a_process("keys", "--json", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert io.StringIO(done.stdout).read(1) == "["
