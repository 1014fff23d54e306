"""Typing ahead: a key waits until everything the key before it set off has happened, screens that open included."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

Typed = events.Key | events.Paste
ROUNDS, MOST_ROUNDS = 2, 12
LOST = 0.25


class Step:
    """A call of no arguments, which says so itself: Textual would look at a signature again for every key."""

    _param_count = 0

    def __init__(self, call: Callable[..., Any], *arguments: object) -> None:
        self._call, self._arguments = call, arguments

    def __call__(self) -> Any:
        """Call."""
        return self._call(*self._arguments)


class TypeAhead(App[Any]):
    """An App that handles keys one at a time and keeps what is typed meanwhile, in order.

    A key is done when a call has travelled twice from the focused widget up to the app behind every message the key
    caused, and no screen has opened on the way. `hold` makes keys wait for work that a screen has started.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._typed: deque[Typed] = deque()
        self._busy = False
        self._holds = self._firm = 0
        self._walk_id = 0

    async def on_event(self, event: events.Event) -> None:
        """Queue what is typed; everything else goes on as in Textual."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._holds and isinstance(event, events.Key) and self.passes(event.key):
            self._typed.clear()
            if self._firm:
                self._typed.append(event)
            else:
                await self.press(event)
        else:
            self._typed.append(event)
            await self._next_key()

    def passes(self, key: str) -> bool:
        """Whether a key is handled at once although work is awaited, unless that is held firmly; what was typed before it is dropped."""
        return key in ("escape", "ctrl+q")

    async def press(self, event: Typed) -> None:
        """Handle one key or paste."""
        await super().on_event(event)

    def settled(self) -> None:
        """All that a key set off has happened."""

    def hold(self, firm: bool = False) -> None:
        """Let keys wait until `release`; where it is held firmly, those that leave as well."""
        self._holds += 1
        self._firm += firm

    def release(self, forget: bool = False, firm: bool = False) -> None:
        """Let keys go on, once everyone who held them has let go; or forget those typed meanwhile. `firm` as it was held."""
        self._holds, self._firm = max(0, self._holds - 1), max(0, self._firm - firm)
        if forget:
            self._typed.clear()
        self.call_later(self._next_key)

    async def _next_key(self) -> None:
        if self._busy or self._holds or not self._typed:
            return
        self._busy = True
        try:
            await self.press(self._typed.popleft())
        finally:
            self._settle(0)

    def _settle(self, done: int) -> None:
        """Send a call along the path the key took; the watch outlives widgets that go away with it."""
        if not self._running or not self.screen_stack:
            self._busy = False
            return
        self._walk_id += 1
        target = self.focused or self.screen
        path: list[MessagePump] = [*target.ancestors_with_self]
        if self._loop is not None:
            self._loop.call_later(LOST, self._lost, self._walk_id)
        self._walk(path, (self._walk_id, done, self._where()))

    def _walk(self, path: Sequence[MessagePump], token: tuple[int, int, object]) -> None:
        for index, node in enumerate(path):
            if node.post_message(events.Callback(callback=Step(self._walk, path[index + 1 :], token))):
                return
        self.post_message(events.Callback(callback=Step(self._arrived, token)))

    async def _arrived(self, token: tuple[int, int, object]) -> None:
        walk_id, done, place = token
        if walk_id != self._walk_id:
            return
        moved = place != self._where()
        if done + 1 < ROUNDS or (moved and done + 1 < MOST_ROUNDS):
            self._settle(done + 1)
            return
        self._busy = False
        self.settled()
        await self._next_key()

    def _lost(self, walk_id: int) -> None:
        """Go on where the call was lost with the widget it was sent to."""
        if self._busy and walk_id == self._walk_id:
            self._settle(1)

    def _where(self) -> object:
        return (id(self.screen), id(self.focused)) if self.screen_stack else None
