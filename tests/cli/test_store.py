"""`hrtui check`, `backup`, `restore` and `migrate`, and what every command says about a store that cannot be used."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from data import cipher, dialect, recoding
from data.db import open_store
from data.gate import Gate
from hrtui import configfile
from hrtui.audit.service import log
from hrtui.bootstrap import open_context, unopened_context
from hrtui.cli import main as cli
from hrtui.context import Context
from hrtui.people.model import PrivateKind
from hrtui.people.service import set_private
from tests.people import hire
from tests.store.processes import Forked

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company of one's own, made by `hrtui init`, with one person; its folder."""
    assert cli.main(["init", str(tmp_path / "acme")]) == 0
    ctx = open_context(tmp_path / "acme" / "hrtui.yaml")
    hire(ctx)
    ctx.store.close()
    return tmp_path / "acme"


@pytest.fixture
def run(company: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    capsys.readouterr()

    def made(*words: object) -> tuple[int, str, str]:
        code = cli.main(["--config", str(company / "hrtui.yaml"), *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return made


def store_of(company: Path) -> Path:
    return company / "store" / "hrtui.db"


def test_check_of_a_new_company_finds_no_fault_and_asks_for_a_backup(run: Run) -> None:
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert "hrtui.db: " in out.splitlines()[-1] and "1 warning" in out
    assert run("check", "--quiet")[1].count("There is none yet; run `hrtui backup`.") == 1
    assert json.loads(run("check", "--json")[1])[0]["check"] == "the engine is safe"
    assert {tuple(each) for each in json.loads(run("doctor", "--json")[1])} == {("check", "grade", "sentence")}


def test_backup_without_a_name_goes_into_the_configured_folder_and_satisfies_the_check(run: Run, company: Path) -> None:
    code, out, _ = run("backup")
    assert code == 0
    assert out.startswith(str(company / "backups" / "hrtui-")) and "verified" in out
    assert json.loads(run("check", "--quiet", "--json")[1]) == []


def test_a_backup_is_restored_in_a_company_that_has_lost_its_store(run: Run, company: Path, tmp_path: Path) -> None:
    code, out, _ = run("backup", tmp_path / "b.db", "--json")
    told = json.loads(out)
    assert (code, told["file"], told["manifest"]["picture"]["counts"]["person"]) == (0, str(tmp_path / "b.db"), 1)
    store_of(company).unlink()
    code, out, _ = run("restore", tmp_path / "b.db")
    assert (code, out.splitlines()[0]) == (0, f"{store_of(company)} holds what {tmp_path / 'b.db'} held.")
    assert [each["grade"] for each in json.loads(run("check", "--json")[1]) if each["grade"] == "fault"] == []


def test_restore_says_where_the_replaced_store_is_kept(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "b.db")
    kept = json.loads(run("restore", tmp_path / "b.db", "--json")[1])["safety"]
    assert Path(kept).is_file()
    code, out, _ = run("restore", kept)
    assert code == 0
    assert "What was there before is kept in" in out


def test_migrate_has_nothing_to_do_on_a_current_store(run: Run) -> None:
    for words in (["migrate"], ["migrate", "--dry-run"]):
        code, out, _ = run(*words)
        assert code == 0
        assert "nothing to do" in out
    assert json.loads(run("migrate", "--json")[1])["done"] is False


def missing(path: Path) -> None:
    path.unlink()


def later(path: Path) -> None:
    with dialect.opened(path) as db:
        dialect.set_schema_version(db, 700)


def earlier(path: Path) -> None:
    with dialect.opened(path) as db:
        dialect.set_schema_version(db, 0)


def garbage(path: Path) -> None:
    path.write_bytes(b"\xa5\x5a\x01" * 9_000)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


FAULTS: dict[Callable[[Path], None], tuple[int, str]] = {
    missing: (21, "hrtui init"),
    later: (22, "schema 700, written by a later hrtui"),
    garbage: (23, "damaged or is not a store"),
    torn: (23, "damaged or is not a store"),
    earlier: (27, "Run `hrtui migrate`"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_store_that_cannot_be_used_gets_one_sentence_an_exit_code_and_is_left_as_it_is(
    run: Run, company: Path, fault: Callable[[Path], None]
) -> None:
    fault(store_of(company))
    before = store_of(company).read_bytes() if store_of(company).exists() else b""
    expected, words = FAULTS[fault]
    code, out, err = run("backup")
    assert (code, out) == (expected, "")
    assert err.startswith("hrtui: ") and words in err and err.count("\n") == 1
    code, out, _ = run("check")
    assert code == 23
    assert words in out
    assert (store_of(company).read_bytes() if store_of(company).exists() else b"") == before


def test_a_folder_that_refuses_writes_and_a_full_disk_get_their_codes(
    run: Run, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "access", lambda path, mode: False)
        code, _, err = run("backup")
    assert (code, err.count("\n")) == (24, 1)
    assert "must both be writable" in err

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dialect, "copy_into", no_room)
    code, _, err = run("backup")
    assert (code, err.count("\n")) == (25, 1)
    assert "Free some space" in err
    assert list((company / "backups").iterdir()) == []


def test_a_store_another_process_keeps_locked_gets_its_code(
    run: Run, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.db.WAIT_SECONDS", 0.05)
    monkeypatch.setattr("data.db.Store.write.__wrapped__.__defaults__", (0.05,))
    ours, theirs = os.pipe()

    def hold(say: Callable[[str], None]) -> None:
        with Gate(store_of(company)).held(1):
            say("holding")
            os.read(ours, 1)

    with Forked(hold) as holder:
        holder.heard()
        code, _, err = run("backup")
        assert (code, err.count("\n")) == (26, 1)
        assert "Try again" in err
        assert list((company / "backups").iterdir()) == []
        os.write(theirs, b".")
        holder.finished()
    os.close(ours)
    os.close(theirs)
    assert run("backup")[0] == 0


def test_a_postgresql_url_is_refused_in_a_sentence(run: Run, company: Path) -> None:
    file = company / "hrtui.yaml"
    text = file.read_text()
    assert text.count("  # url: sqlite:///store/hrtui.db") == 1
    file.write_text(text.replace("  # url: sqlite:///store/hrtui.db", "  url: postgresql://hr@db/hr"))
    for words in (["check"], ["backup"], ["migrate"]):
        code, out, err = run(*words)
        assert (code, out) == (7, "")
        assert "hrtui.yaml:21: store.url: PostgreSQL is not supported by this version; use sqlite:///" in err


def test_a_context_without_a_store_refuses_to_be_written_through(company: Path) -> None:
    ctx = unopened_context(company / "hrtui.yaml")
    for refused in (ctx.store.write, ctx.store.snapshot):
        with pytest.raises(RuntimeError, match="no open store"):
            refused()
    ctx.store.close()


def test_opening_leaves_the_store_as_configured(company: Path) -> None:
    open_store(configfile.load(company / "hrtui.yaml").store_path).close()


@pytest.mark.parametrize("words", [("query", "dept:IT"), ("person", "show", "1001"), ("backup",)])
def test_a_store_with_damaged_text_is_one_sentence_whatever_reads_it(
    run: Run, company: Path, words: tuple[str, ...]
) -> None:
    with dialect.opened(store_of(company)) as db:
        db.execute_sql("UPDATE department SET name = CAST(x'53ff6c' AS TEXT)")
    code, out, err = run(*words)
    assert (code, out) == (23, "")
    assert "is damaged" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("backup", "x" * 300), 1),
        (("backup", "\udcff.db"), 2),
        (("backup", "/etc/passwd/b.db"), 1),
        (("restore", "x" * 300), 1),
        (("config", "check", "a\0b"), 2),
        (("undo", "9" * 30), 2),
        (("undo", "１２"), 2),
        (("query", "--limit", "9" * 30), 2),
        (("person", "job", "1001", "--fte", "NaN"), 2),
        (("person", "job", "1001", "--standard-hours", "4_0"), 2),
        (("person", "show", "1001", "--on", "x\ny"), 5),
        (("restore", "x\ny"), 21),
    ],
)
def test_what_no_file_and_no_number_can_be_called_is_one_sentence(run: Run, words: tuple[str, ...], code: int) -> None:
    told = run(*words)
    assert (told[0], told[1]) == (code, "")
    assert told[2].startswith("hrtui: ") and told[2].count("\n") == 1


def test_the_trail_about_someone_whose_number_is_no_text_is_empty(ctx: Context) -> None:
    assert log(ctx, subject="\udcff\ud800") == []


def test_secrets_tells_the_key_and_seals_everything_anew(run: Run, company: Path) -> None:
    assert run("secrets", "status")[:2] == (
        0,
        f"Nothing is sealed yet.\nThe key file is {company / 'hrtui.key'} -rw-------.\n",
    )
    ctx = open_context(company / "hrtui.yaml")
    set_private(ctx, "1001", PrivateKind.SSN, "123-45-6789")
    ctx.store.close()
    key = (company / "hrtui.key").read_text()
    code, out, _ = run("secrets", "rotate")
    assert code == 0
    assert "1 values are sealed with key" in out
    assert [file.read_text() for file in company.glob("hrtui.key.until-*")] == [key]
    code, out, _ = run("secrets", "status", "--json")
    assert [use["values"] for use in json.loads(out)["keys"]] == [0, 1]


def test_a_backup_is_sealed_verified_and_restored_with_the_key_that_is_named(run: Run, company: Path) -> None:
    key = company / "backup.key"
    code, out, _ = run("secrets", "backup-key", key)
    assert (code, f"backup_key: {key}.pub" in out) == (0, True)
    text = (company / "hrtui.yaml").read_text()
    (company / "hrtui.yaml").write_text(text.replace("# backup_key:", "backup_key:"))
    file = company / "backups" / "b.sealed"
    code, out, err = run("backup", file)
    assert (code, err) == (0, "")
    assert "verified, sealed for backup key" in out
    code, _, err = run("backup", "verify", file)
    assert (code, "--key FILE" in err) == (20, True)
    code, out, _ = run("backup", "verify", file, "--key", key)
    assert (code, "holds what its manifest says" in out) == (0, True)
    assert json.loads(run("backup", "verify", file, "--key", key, "--json")[1])["documents"]["missing"] == []
    assert run("restore", file)[0] == 20
    assert run("restore", file, "--key", key)[0] == 0
    for words in (("verify",), ("a", "b"), ("verify", "a", "b"), ("c.db", "--key", key)):
        assert run("backup", *words)[0] == 2


def test_a_store_is_encrypted_as_a_whole_as_the_guide_says_and_used(run: Run, company: Path) -> None:
    plain, key, text = company / "plain.db", company / "cipher.key", (company / "hrtui.yaml").read_text()
    assert run("backup", plain)[0] == 0
    assert run("secrets", "cipher-key", key)[0] == 0
    (company / "hrtui.yaml").write_text(text.replace("# cipher_key:", "cipher_key:"))
    try:
        assert run("headcount")[0] == 23
        for file in (company / "store").glob("hrtui.db*"):
            file.unlink()
        assert run("restore", plain)[0] == 0
        assert not recoding.is_plain(company / "store" / "hrtui.db")
        assert run("headcount")[0] == 0
        assert run("check", "--quiet")[0] == 0
        assert run("backup", company / "secret.db")[0] == 0
        assert run("backup", "verify", company / "secret.db")[0] == 0
        (company / "hrtui.yaml").write_text(text)
        for file in (company / "store").glob("hrtui.db*"):
            file.unlink()
        assert run("restore", company / "secret.db")[0] == 23
        assert run("restore", company / "secret.db", "--cipher-key", key)[0] == 0
        assert run("headcount")[0] == 0
        assert recoding.is_plain(company / "store" / "hrtui.db")
    finally:
        cipher.use(None)
