"""Typing ahead: keys take effect strictly one after the other, on what the ones before them opened."""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE = 0.5


class OrderedKey(events.Key):
    """A key press that tells the application when something took it."""

    def __init__(self, app: TypeAhead, event: events.Key) -> None:
        super().__init__(event.key, event.character)
        # An event made by a parent is stopped on its way back to that parent; a key is nobody's.
        self._sender = None
        self.app = app
        self.since = perf_counter()
        self.turned = False

    def stop(self, stop: bool = True) -> OrderedKey:
        """Stop bubbling: the key is done, the next one may go."""
        super().stop(stop)
        if stop:
            self.app.call_later(self.app.key_done, self)
        return self


# A subclass' handlers would be named after it; to widgets it is a key like any other.
OrderedKey.handler_name = events.Key.handler_name

if TYPE_CHECKING:
    _Base = App[None]
else:
    _Base = object


class TypeAhead(_Base):
    """Mixin of the application, named before `App`.

    Stock Textual hands every key at once to what has the focus: of `/` `s` typed in one go, `s` goes to the list that had
    the focus before `/` moved it to the filter, and runs a command there. Here a key waits until the one before it was
    taken or came back, and one that comes back after the focus moved goes to where the focus is.
    """

    _flying: OrderedKey | None = None
    _aim: MessagePump | None = None
    _ahead: deque[events.Key]

    async def on_event(self, event: events.Event) -> None:
        """Keep keys in order; everything else as ever."""
        if isinstance(event, OrderedKey):
            await self._came_back(event)
        elif isinstance(event, events.Key) and not event.is_forwarded:
            self._queue.append(event)
            if self._flying is None or perf_counter() - self._flying.since > PATIENCE:
                await self._next_key()
        else:
            await super().on_event(event)

    async def key_done(self, key: OrderedKey) -> None:
        """Let the next key go, where `key` is the one that was waited for."""
        if key is self._flying:
            await self._next_key()

    @property
    def _queue(self) -> deque[events.Key]:
        if not hasattr(self, "_ahead"):
            self._ahead = deque()
        return self._ahead

    async def _next_key(self) -> None:
        self._flying = None
        while self._queue and self._flying is None:
            key = OrderedKey(self, self._queue.popleft())
            self._flying, self._aim = key, self.focused or self.screen
            await super().on_event(key)
            if not key.is_forwarded:
                self._flying = None

    async def _came_back(self, key: OrderedKey) -> None:
        aim = self.focused or self.screen
        if key is self._flying and aim is not self._aim and not key.turned:
            key.turned, self._aim = True, aim
            aim.post_message(key)
            return
        await super().on_event(key)
        await self.key_done(key)
