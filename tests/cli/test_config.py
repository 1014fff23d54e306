from __future__ import annotations

import json
from pathlib import Path

import pytest

from hrtui import configfile
from hrtui.cli import main as cli
from hrtui.errors import ConfigError

GOOD = "company: {name: Acme}\n"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No configuration anywhere but in the test's own folders."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'all'}:relative")
    return tmp_path


def written(file: Path, text: str = GOOD) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_the_file_is_sought_from_the_nearest_place_to_the_farthest(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = written(nowhere / "all" / "hrtui" / "hrtui.yaml")
    assert configfile.find() == shared
    user = written(nowhere / "user" / "hrtui" / "hrtui.yaml")
    assert configfile.find() == user
    written(nowhere / "hrtui.yaml")
    assert configfile.find() == Path("hrtui.yaml")
    named = written(nowhere / "named.yaml")
    monkeypatch.setenv("HRTUI_CONFIG", str(named))
    assert configfile.find() == named
    assert configfile.find(shared) == shared


def test_where_there_is_none_the_places_and_the_next_step_are_told(nowhere: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        configfile.find()
    told = str(caught.value)
    for place in ("hrtui.yaml", "user/hrtui/hrtui.yaml", "all/hrtui/hrtui.yaml"):
        assert str(nowhere / place) in told
    assert "/etc/hrtui/hrtui.yaml" in told
    assert "`hrtui init DIR`" in told
    assert "`hrtui demo`" in told


def test_a_named_file_that_is_not_there_is_not_replaced_by_another(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(nowhere / "hrtui.yaml")
    with pytest.raises(ConfigError, match="named by --config, does not exist"):
        configfile.find(nowhere / "other.yaml")
    monkeypatch.setenv("HRTUI_CONFIG", str(nowhere / "other.yaml"))
    with pytest.raises(ConfigError, match="named by HRTUI_CONFIG, does not exist"):
        configfile.find()


def test_a_folder_is_no_configuration(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--config", str(nowhere), "config", "show"]) == 7
    assert "is not a file" in capsys.readouterr().err


def test_check_says_that_there_are_no_problems(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "check", str(written(nowhere / "a.yaml"))]) == 0
    assert capsys.readouterr().out == f"{nowhere}/a.yaml: no problems.\n"


def test_check_prints_each_problem_and_leaves_with_the_code_of_configuration(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(nowhere / "hrtui.yaml", GOOD + "teme: {}\ndemo: maybe\n")
    assert cli.main(["config", "check"]) == 7
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[1] for line in lines[:-1]] == ["2", "3"]
    assert lines[-1] == "2 problems."
    assert cli.main(["config", "check", str(file), "--json"]) == 7
    shown = json.loads(capsys.readouterr().out)
    assert [(item["line"], item["key"], item["nearest"]) for item in shown["problems"]] == [
        (2, "teme", "theme"),
        (3, "demo", ""),
    ]
    assert shown["problems"][1]["allowed"] == ["true", "false"]


def test_every_command_that_needs_a_broken_file_says_what_is_wrong_with_it(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(nowhere / "hrtui.yaml", GOOD + "teme: {}\n")
    assert cli.main(["config", "show"]) == 7
    assert capsys.readouterr().err.splitlines()[1].startswith("hrtui.yaml:2: teme: There is no such setting.")


def test_show_prints_what_is_in_force(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(nowhere / "hrtui.yaml", GOOD + "keys: {people.hire: insert}\n")
    assert cli.main(["config", "show"]) == 0
    shown = capsys.readouterr().out
    for line in ("company.name: Acme", "company.locale: en_US", "keys.people.hire: insert"):
        assert f"\n{line}\n" in shown
    assert cli.main(["config", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["company"]["name"] == "Acme"


def test_settings_prints_each_with_its_default_and_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "settings"]) == 0
    shown = capsys.readouterr().out
    assert "company.currency  (USD, CAD" in shown
    assert "users[].login  (login; required)\n    The login, as the operating system knows it.\n" in shown
    assert cli.main(["config", "settings", "--json"]) == 0
    assert {"key", "holds", "default", "help"} == set(json.loads(capsys.readouterr().out)[0])


def test_keys_prints_the_keys_of_the_configuration(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys"]) == 0
    assert "  a                Hire a person" in capsys.readouterr().out
    written(nowhere / "hrtui.yaml", GOOD + "keys: {people.hire: [insert, left_curly_bracket]}\n")
    assert cli.main(["keys"]) == 0
    assert "  insert or {      Hire a person" in capsys.readouterr().out
    assert cli.main(["keys", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"screen": "people", "command": "people.hire", "keys": ["insert", "left_curly_bracket"]}.items() <= next(
        row for row in rows if row["command"] == "people.hire"
    ).items()


@pytest.mark.parametrize("words", [["people"], ["emp", "1042"], ["payroll", "2026-11-B"], ["Home"]])
def test_open_hands_the_address_to_the_application(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from hrtui.cli import open as opening

    opened: list[tuple[Path | None, str, str]] = []

    def open_app(config: Path | None, address: str = "", on: str = "", acting: str = "") -> int:
        opened.append((config, address, acting))
        return 0

    monkeypatch.setattr(opening, "open_app", open_app)
    assert cli.main(["--config", "a.yaml", "--as", "carol", "open", *words]) == 0
    assert opened == [(Path("a.yaml"), " ".join([words[0].lower(), *words[1:]]), "carol")]


def test_open_refuses_what_is_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["open", "poeple"]) == 2
    assert capsys.readouterr().err == "hrtui: “poeple” is no address. Did you mean “people”?\n"


def test_without_a_command_the_application_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path | None, str]] = []

    def open_app(config: Path | None, acting: str = "") -> int:
        opened.append((config, acting))
        return 0

    monkeypatch.setattr(cli, "open_app", open_app)
    assert cli.main([]) == 0
    assert cli.main(["--as", "carol"]) == 0
    assert opened == [(None, ""), (None, "carol")]


def test_every_address_of_the_palette_can_be_opened_from_the_shell() -> None:
    from hrtui.cli.open import addresses
    from screens.places import PLACES, names

    assert set(names(PLACES)) - {"quit"} <= set(addresses())
