"""The context everything is shown in: who looks, under which configuration, and as of which day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date

from hrtui.bootstrap import followed
from hrtui.config import Config
from hrtui.context import Actor, Context

Renewed = Callable[[], tuple[Config, Actor] | None]


class Looking:
    """The context that opened, with what was chosen or became otherwise since. `renewed` is asked whether the user's rights are
    others by now."""

    def __init__(self, opening: Future[Context], renewed: Renewed | None) -> None:
        self.opening = opening
        self._renewed = renewed
        self._ctx: Context | None = None

    @property
    def ctx(self) -> Context | None:
        """The context, once the store is open."""
        if self._ctx is None and self.opening.done() and self.opening.exception() is None:
            self._ctx = self.opening.result()
        return self._ctx

    def look(self, day: date | None) -> None:
        """Look as of a day, None for today."""
        if self.ctx is not None:
            self._ctx = replace(self.ctx, lens=None if day == self.ctx.clock.today() else day)

    def configure(self, config: Config) -> None:
        """Go on under another configuration."""
        if self.ctx is not None:
            self._ctx = replace(self.ctx, config=config)

    def follow(self) -> None:
        """Let the actor's scopes follow places that are called otherwise by now."""
        if self.ctx is not None:
            self._ctx = replace(self.ctx, actor=followed(self.ctx.actor))

    def renew(self) -> Config | None:
        """Take on rights that are others by now, and return the configuration they are from, None where nothing changed.

        Raises NotAllowed where the user has none any more.
        """
        anew = self._renewed() if self._renewed is not None else None
        if anew is None or self.ctx is None:
            return None
        config, actor = anew
        self._ctx = replace(self.ctx, actor=actor)
        return config
