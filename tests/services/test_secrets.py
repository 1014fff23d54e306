"""Another key for everything that is sealed: all of it at once, whoever else works, and whatever a kill leaves behind."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from data import audit, keyring, rotating, sealed
from data.db import open_store
from data.keyfile import create_key, earlier, load_keys
from data.payrun.prenotes import accounts_since
from data.payrun.signs import shared
from data.schema import PrivateAnewRow, PrivateRow, SealingKeyRow
from data.vault import UNNAMED, Vault, key_id
from hrtui.access.model import Grant
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken, StoreDamaged, StoreError
from hrtui.payroll.paying import accounts_of
from hrtui.people import service
from hrtui.people.model import PrivateKind
from hrtui.store import secrets
from hrtui.store import service as stores
from hrtui.store.model import Grade
from tests.conftest import ContextAs
from tests.people import hire
from tests.store.processes import Forked

SSN, BANK = PrivateKind.SSN, PrivateKind.BANK
FIRST, SECOND, THIRD = "123-45-6789", "219-09-9999", "457-55-5462"
ONE = "011401533/99887766"
TWO = "021000021/12345678, savings, 500.00; 011401533/99887766"


@pytest.fixture
def numbers(ctx: Context) -> tuple[str, str]:
    """Two people: of one the number was corrected and a second account came, the other has that same first number."""
    ann, bob = hire(ctx, "Kim", number="1"), hire(ctx, "Lee", "Bob", number="2")
    service.set_private(ctx, ann, SSN, FIRST)
    service.set_private(ctx, ann, SSN, SECOND)
    service.set_private(ctx, ann, BANK, ONE)
    service.set_private(ctx, ann, BANK, TWO)
    service.set_private(ctx, bob, SSN, FIRST)
    service.set_private(ctx, bob, BANK, ONE)
    return ann, bob


def boxes() -> list[bytes]:
    return [bytes(row.box) for row in PrivateRow.select().order_by(PrivateRow.id)]


def opened(ctx: Context) -> list[str]:
    """Every value there is, rescinded ones too."""
    vault = keyring.opening_vault(ctx.config.key_path)
    rows = PrivateRow.select().order_by(PrivateRow.id)
    return [vault.open(keyring.kind_of(row.kind), row.person.id, row.box) for row in rows]


def under(key: bytes) -> list[int]:
    """Which values are under a key."""
    return [row.id for row in PrivateRow.select() if bytes(row.box)[1:9] == key_id(key)]


def test_every_value_is_sealed_with_a_new_key_and_everything_is_as_it_was(
    ctx: Context, numbers: tuple[str, str]
) -> None:
    (before,) = load_keys(ctx.config.key_path)
    texts, old = opened(ctx), boxes()
    signs, since = shared("ssn", ctx.clock.today()), accounts_since()
    done = secrets.rotate(ctx)
    (after,) = load_keys(ctx.config.key_path)
    assert after != before
    assert (done.key, done.before, done.values) == (key_id(after).hex(), key_id(before).hex(), len(texts))
    assert load_keys(done.apart) == (before,)
    assert under(after) == [row.id for row in PrivateRow.select()]
    assert not set(old) & set(boxes())
    assert opened(ctx) == texts
    done.apart.unlink()
    assert opened(ctx) == texts
    assert shared("ssn", ctx.clock.today()) == signs
    assert accounts_since() == since
    assert sealed.holders(SSN, Vault(after).blind("ssn", FIRST)) == {1, 2}
    assert sealed.holders(SSN, Vault(before).blind("ssn", FIRST)) == set()
    assert PrivateAnewRow.select().count() == 0
    assert {each.check for each in stores.check(ctx) if each.grade is Grade.FAULT} == set()


def test_the_trail_tells_of_it_without_a_value_and_nothing_undoes_it(ctx: Context, numbers: tuple[str, str]) -> None:
    done = secrets.rotate(ctx)
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.actor, entry.command) == ("store.rotate_key", "alice", None)
    assert entry.detail == {"key": done.key, "before": done.before, "values": str(done.values)}
    assert audit.verify().broken_at is None
    trail.undo(ctx)
    assert service.reveal_private(ctx, numbers[0], BANK) == TWO
    with pytest.raises(Exception, match="no bank account"):
        service.reveal_private(ctx, numbers[1], BANK)


def test_what_an_undo_brings_again_is_under_the_key_that_seals(ctx: Context, numbers: tuple[str, str]) -> None:
    ann, _ = numbers
    service.set_private(ctx, ann, SSN, THIRD)
    secrets.rotate(ctx)
    trail.undo(ctx)
    assert service.reveal_private(ctx, ann, SSN) == SECOND
    (key,) = load_keys(ctx.config.key_path)
    assert len(under(key)) == PrivateRow.select().count()


def test_whoever_may_not_keep_keys_neither_sees_nor_changes_them(ctx_as: ContextAs) -> None:
    for use in (secrets.status, secrets.rotate):
        with pytest.raises(NotAllowed):
            use(ctx_as(Grant("store.backup"), Grant("people.change_private")))


def test_while_a_past_day_is_looked_at_nothing_is_rotated(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="read-only"):
        secrets.rotate(replace(ctx, lens=ctx.clock.today().replace(year=2025)))


def test_a_value_may_take_the_place_of_another_by_a_rotation_alone(ctx: Context, numbers: tuple[str, str]) -> None:
    other = Vault(os.urandom(32))
    box, blind = other.seal("ssn", 1, FIRST), other.blind("ssn", FIRST)
    tries: list[Callable[[], Any]] = [
        lambda: PrivateRow.update(box=box, blind=blind).execute(),
        lambda: PrivateRow.update(blind=blind).execute(),
        lambda: PrivateRow.update(kind="bank").execute(),
        lambda: PrivateRow.delete().execute(),
    ]
    for attempt in tries:
        with pytest.raises(IntegrityError, match=r"sealed with the key|never changed"), ctx.store.write():
            attempt()
    with ctx.store.write():
        row = PrivateRow.get_by_id(1)
        PrivateAnewRow.insert(private=1, was=row.box, box=box, blind=blind).execute()
    with pytest.raises(IntegrityError, match="sealed with the key"), ctx.store.write():
        PrivateRow.update(box=box, blind=blind).where(PrivateRow.id == 1).execute()


def test_a_session_that_was_open_reads_on_and_seals_with_the_new_key(ctx: Context, numbers: tuple[str, str]) -> None:
    ann, _ = numbers
    vault = keyring.opening_vault(ctx.config.key_path)
    held = sealed.sealed([1])[1]
    secrets.rotate(ctx)
    assert [vault.open("ssn", 1, row.box) for row in sealed.sealed([1])[1] if row.kind is SSN] == [FIRST, SECOND]
    fresh = keyring.opening_vault(ctx.config.key_path)
    assert [fresh.open("ssn", 1, row.box) for row in held if row.kind is SSN] == [FIRST, SECOND]
    service.set_private(ctx, ann, SSN, THIRD)
    (key,) = load_keys(ctx.config.key_path)
    assert len(under(key)) == PrivateRow.select().count()
    with pytest.raises(IntegrityError, match="key of the store"), ctx.store.write():
        sealed.add_sealed(1, ctx.clock.today(), SSN, vault.seal("ssn", 1, FIRST), b"0" * 16, writing_of(ctx), 2)


def writing_of(ctx: Context) -> Any:
    from hrtui.audit import writing

    return writing.begin(ctx, "people.change_private", "1")


def test_what_is_sealed_and_undone_while_values_are_made_ready_is_sealed_anew_too(
    ctx: Context, numbers: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "CHUNK", 2)
    ann, bob = numbers
    steps: list[Callable[[], Any]] = [
        lambda: trail.undo(ctx), lambda: trail.undo(ctx), lambda: service.set_private(ctx, ann, SSN, THIRD),
    ]  # fmt: skip

    def meanwhile(ready: int, whole: int) -> None:
        if steps:
            steps.pop()()

    done = secrets.rotate(ctx, meanwhile)
    assert done.values == PrivateRow.select().count() == len(opened(ctx))
    assert service.reveal_private(ctx, ann, SSN) == SECOND
    assert accounts_of(ctx, [1])[1][-1].number == ONE


def killed_at(path: Path, key_file: Path, step: int, at: Any) -> Callable[[Callable[[str], None]], None]:
    """Work that rotates and is killed before its nth statement or change of a file; it says how far it came where it is not."""

    def work(say: Callable[[str], None]) -> None:
        store, count = open_store(path), 0
        rotating.CHUNK = 2

        def before(run: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*args: Any, **kwargs: Any) -> Any:
                nonlocal count
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return run(*args, **kwargs)

            return counted

        store.db.execute_sql = before(store.db.execute_sql)
        for name in ("replace", "unlink"):
            setattr(Path, name, before(getattr(Path, name)))
        os.fsync = before(os.fsync)
        rotating.rotate(store, key_file, at, "alice")
        say(str(count))

    return work


def test_a_kill_at_any_moment_leaves_a_store_that_opens_and_the_next_run_ends_it(
    ctx: Context, numbers: tuple[str, str], tmp_path: Path
) -> None:
    ann, bob = numbers
    texts, key_file, now = opened(ctx), ctx.config.key_path, ctx.clock.now()
    whole, (path, keys) = ctx.store.path.read_bytes, (ctx.store.path, key_file.read_bytes())  # type: ignore[attr-defined]
    ctx.store.close()
    founded = whole()
    steps = 1
    while True:
        path.write_bytes(founded)
        key_file.write_bytes(keys)
        for left in earlier(key_file):
            left.unlink()
        process = Forked(killed_at(path, key_file, steps, now))
        if process._rest():
            os.waitpid(process.pid, 0)
            break
        os.waitpid(process.pid, 0)
        ctx.store.connect()
        assert opened(ctx) == texts
        assert service.reveal_private(ctx, bob, SSN) == FIRST
        status = secrets.status(ctx)
        assert [use.file is not None for use in status.keys if use.values] == [True]
        done = secrets.rotate(ctx)
        assert [key_id(key).hex() for key in load_keys(key_file)] == [done.key]
        assert {file.name[-16:] for file in earlier(key_file)} == {
            row.key for row in SealingKeyRow.select() if row.key != done.key
        }
        assert opened(ctx) == texts
        assert not [each.sentence for each in stores.check(ctx) if each.grade is Grade.FAULT]
        ctx.store.close()
        steps += 1
    ctx.store.connect()
    assert steps > 40


def test_a_store_whose_key_is_not_at_hand_says_which_it_is(ctx: Context, numbers: tuple[str, str]) -> None:
    ann, _ = numbers
    (key,) = load_keys(ctx.config.key_path)
    ctx.config.key_path.unlink()
    create_key(ctx.config.key_path)
    with pytest.raises(StoreDamaged, match=f"another key, {key_id(key).hex()}"):
        service.reveal_private(ctx, ann, SSN)
    for use in (lambda: service.set_private(ctx, ann, SSN, THIRD), lambda: secrets.rotate(ctx)):
        with pytest.raises(StoreError, match=f"sealed with key {key_id(key).hex()} since 2026-11-23"):
            use()
    assert any(key_id(key).hex() in doubt for doubt in secrets.status(ctx).doubts)


def test_a_restored_backup_from_before_is_read_with_the_key_kept_apart_and_brought_to_the_new_one(
    ctx: Context, numbers: tuple[str, str]
) -> None:
    texts = opened(ctx)
    backup = stores.backup(ctx).file
    done = secrets.rotate(ctx)
    ctx.store.close()
    stores.restore(ctx, backup)
    ctx.store.connect()
    assert opened(ctx) == texts
    again = secrets.rotate(ctx)
    assert (again.key, again.before) == (done.key, done.before)
    assert opened(ctx) == texts


def test_values_from_before_keys_had_names_are_named_by_the_first_that_is_sealed(
    ctx: Context, numbers: tuple[str, str]
) -> None:
    ann, bob = numbers
    (key,) = load_keys(ctx.config.key_path)
    texts = opened(ctx)
    _as_before(key)
    assert {box[:1] for box in boxes()} == {UNNAMED}
    assert opened(ctx) == texts
    status = secrets.status(ctx)
    assert [(use.key, use.values, use.file) for use in status.keys] == [("", len(texts), ctx.config.key_path)]
    service.set_private(ctx, ann, SSN, THIRD)
    assert [use.key for use in secrets.status(ctx).keys] == [key_id(key).hex()]
    trail.undo(ctx)
    assert secrets.rotate(ctx).values == len(opened(ctx))
    assert service.reveal_private(ctx, bob, SSN) == FIRST


def _as_before(key: bytes) -> None:
    """Every box as the first version of hrtui sealed it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from data.base import database
    from data.vault import _derived

    vault, aes = Vault(key), AESGCM(_derived(key, b"hrtui box 1"))
    for name in ("private_sealed_anew", "sealing_key_no_delete"):
        database.execute_sql(f"DROP TRIGGER {name}")
    for row in PrivateRow.select():
        kind, nonce = keyring.kind_of(row.kind), os.urandom(12)
        text = vault.open(kind, row.person.id, row.box).encode()
        box = UNNAMED + nonce + aes.encrypt(nonce, text, f"{kind}:{row.person.id}".encode())
        PrivateRow.update(box=box).where(PrivateRow.id == row.id).execute()
    SealingKeyRow.delete().execute()


def test_a_key_file_that_cannot_be_replaced_is_said_and_the_earlier_key_still_seals(
    ctx: Context, numbers: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", refused)
        with pytest.raises(StoreError, match="whoever owns the key file"):
            secrets.rotate(ctx)
    assert secrets.status(ctx).ready == 0
    service.set_private(ctx, numbers[0], SSN, THIRD)
    secrets.rotate(ctx)


def test_mode_and_keys_of_the_file_are_told_and_what_is_amiss(ctx: Context, numbers: tuple[str, str]) -> None:
    path = ctx.config.key_path
    path.chmod(0o640)
    secrets.rotate(ctx)
    found = secrets.status(ctx)
    assert (found.mode, found.doubts) == ("-rw-r-----", ())
    assert [(use.values > 0, use.file == path) for use in found.keys] == [(False, False), (True, True)]
    path.chmod(0o664)
    assert "open to every user" in " ".join(secrets.status(ctx).doubts)
    path.chmod(0o660)
    assert "may change" in " ".join(secrets.status(ctx).doubts)
    inside = replace(ctx, config=replace(ctx.config, store=replace(ctx.config.store, backups=Path())))
    assert "folder of the backups" in " ".join(secrets.status(inside).doubts)
