"""Use cases on what seals private values: tell how they are sealed, and seal all of them anew with another key."""

from __future__ import annotations

from collections.abc import Callable

from data import keyuse, rotating
from hrtui.access.rules import require
from hrtui.audit.writing import not_past
from hrtui.context import Context
from hrtui.store.model import Rotation, SecretsStatus


def status(ctx: Context) -> SecretsStatus:
    """Which keys seal or have sealed, how many values are under each, and whether the key file lies as it should; nothing is
    written. Raises NotAllowed."""
    require(ctx.actor, "store.secrets")
    config = ctx.config
    folders = {
        "the store": config.store_path.parent,
        "the backups": config.path(config.store.backups),
        "the documents": config.path(config.store.documents),
    }
    with ctx.store.snapshot():
        return keyuse.status(config.key_path, folders)


def rotate(ctx: Context, told: Callable[[int, int], None] | None = None) -> Rotation:
    """Seal every social security number and bank account anew with a new key, rescinded ones too; it cannot be undone.

    `told` hears how many of how many are ready. The earlier key is kept in a file of its own beside the key file: backups made
    until then need it. A run that was cut short is gone on with. Raises NotAllowed, RuleBroken while a past day is looked at,
    StoreError where the key file cannot be used or written, and StoreDamaged where a value does not open; the earlier key still
    seals then.
    """
    require(ctx.actor, "store.secrets")
    not_past(ctx)
    return rotating.rotate(ctx.store, ctx.config.key_path, ctx.clock.now(), ctx.actor.login, told)
