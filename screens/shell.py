"""The application: which screen is shown, keys that work everywhere, and the way from the store's opening to leaving."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding

from hrtui import commands
from hrtui.config import Config, Theme
from hrtui.context import Context
from hrtui.dates import utc_text
from hrtui.errors import HrError
from screens import places, themes
from screens.base import HrScreen, lost, permitted, read_only
from screens.driver import Driver
from screens.going import Going
from screens.keys import Commanded, choose, chords, everywhere, key_label, keymap, method_name
from screens.looking import Looking, Renewed
from screens.quiet import Housekeeping
from screens.typeahead import Typed
from screens.work import Job, Workers

ALWAYS = frozenset({"app.quit", "app.repaint"})
RECENT = 8


class HrApp(Going, inherit_bindings=False):
    """The application over a context that may still be opening; `address` is where to go first, `on` the day to look as of."""

    TITLE = "hrtui"
    BINDINGS: ClassVar[list[Binding]] = [*everywhere(ALWAYS), Binding("ctrl+c", "how_to_leave", show=False)]  # type: ignore[assignment]  # Textual's own type has alternatives we never use
    CSS = """
    ModalScreen { background: transparent; }
    """

    def __init__(
        self,
        opening: Future[Context],
        address: str = "",
        known: places.Places = places.PLACES,
        on: str = "",
        renewed: Renewed | None = None,
    ) -> None:
        super().__init__(known, address)
        self.driver_class = Driver
        self.revision = 0
        self.recent: list[str] = []
        self.failure: HrError | None = None
        self._looking = Looking(opening, renewed)
        self._on = on
        self._chords: dict[tuple[str, ...], str] = {}
        self._chord: tuple[str, ...] = ()
        self._house = Housekeeping()
        self._jobs = Workers(done=self._worked, ended=self._disconnect)
        themes.register(self)
        themes.apply(self, self.opened.config.theme if self.opened else Theme())

    # -- what screens ask for

    @property
    def opened(self) -> Context | None:
        """The context, once the store is open, with the day that everything is looked at."""
        return self._looking.ctx

    def look(self, day: date | None) -> None:
        """Look at everything as of a day, None for today: every screen loads anew when it is seen."""
        self._looking.look(day)
        self.changed()

    def configure(self, config: Config) -> None:
        """Go on under another configuration: every screen loads anew when it is seen."""
        self._looking.configure(config)
        self.changed()

    def changed(self, shown: bool = False) -> None:
        """Note that something was written: screens load anew when they are seen again, this one at once unless it shows it."""
        self.revision += 1
        self._looking.follow()
        if isinstance(self.screen, HrScreen):
            if shown:
                self.screen.shows(self.revision)
            self.screen.arrive()

    def run_job(self, job: Job) -> None:
        """Run a job on a thread."""
        self._jobs.do(job)

    def _worked(self) -> None:
        self.call_later(self._house.worked)

    def _disconnect(self) -> None:
        """On a thread that ends: give its connection to the store back."""
        if self.opened is not None:
            self.opened.store.close()

    def crash(self, error: Exception) -> None:
        """End the program because of a bug; from any thread."""
        self.call_later(self._handle_exception, error)

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the store's own sentence where it is to blame; anything else is a bug."""
        meaning = self.opened.store.explain(error) if self.opened is not None else None
        if meaning is None:
            super()._handle_exception(error)
            return
        self.failure = self.failure or meaning
        self.exit(meaning.exit_code, return_code=meaning.exit_code)

    def opened_person(self, number: str) -> None:
        """Remember a person as the one opened last."""
        self.recent = [number, *(other for other in self.recent if other != number)][:RECENT]

    def instant(self) -> str:
        """The instant for the log, where a clock is known."""
        return utc_text(self.opened.clock.now()) if self.opened else ""

    def say(self, sentence: object, *, error: bool = False) -> None:
        """Show a sentence on the screen, or on the one beneath a dialog."""
        shown = self._current()
        if shown is not None:
            shown.say(sentence, error=error)

    def tell_left(self, sentence: str, *, error: bool = False) -> None:
        """From a thread: say what work came to whose screen was left meanwhile, and let everything load anew."""
        self.call_later(self._tell_left, sentence, error)

    def _tell_left(self, sentence: str, error: bool) -> None:
        self.changed()
        self.say(sentence, error=error)

    def _current(self) -> HrScreen | None:
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, HrScreen)), None)

    # -- from opening to leaving

    def on_mount(self) -> None:
        """Keep keys until the store is open, and the garbage collector away until the first paint."""
        asyncio.get_running_loop().set_exception_handler(self._loop_failed)
        self.hold()
        self.call_after_refresh(self._house.begin)
        self._looking.opening.add_done_callback(lambda _: self.call_later(self._opened))

    def on_unmount(self) -> None:
        """Let the threads end."""
        self._jobs.stop()

    def _loop_failed(self, _loop: asyncio.AbstractEventLoop, report: dict[str, Any]) -> None:
        error = report.get("exception")
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError("asyncio"))

    def _opened(self) -> None:
        """Use the configuration, go to the first address and take keys; without a store leave with the reason."""
        error = self._looking.opening.exception()
        if isinstance(error, HrError):
            self.failure = error
            self.exit(error.exit_code, return_code=error.exit_code)
            return
        ctx = self._looking.opening.result()
        ctx.store.connect()
        config = ctx.config
        themes.apply(self, config.theme)
        choose(config.keys)
        self.set_keymap(keymap(config.keys))
        self._chords = chords("global", config.keys)
        for first in dict.fromkeys(keys[0] for keys in self._chords):
            self.bind(first, f"chord('{first}')", show=False)
        if self._on:
            self._look_by(self._on)
        if self._address:
            self.go(self._address)
        for screen in self.screen_stack:
            if isinstance(screen, HrScreen):
                screen.arrive()
        self.release()

    # -- keys

    async def press(self, event: Typed) -> None:
        """Take a message away at the next key, and a second key to the chord it belongs to; whose rights ended presses none."""
        if not self._still_in():
            return
        self._house.put_off()
        current = self._current()
        if current is not None and current.is_mounted:
            current.message.clear()
        if self._chord and isinstance(event, events.Key):
            await self._chorded(event.key)
        else:
            await super().press(event)

    async def on_event(self, event: events.Event) -> None:
        """Look at the user's rights before a click too; keys, which may have waited, are looked at when their turn comes."""
        if not isinstance(event, events.MouseEvent) or event.is_forwarded or self._still_in():
            await super().on_event(event)

    def _still_in(self) -> bool:
        """Look whether the user's rights are others by now, and go on under those; without any the session ends."""
        try:
            config = self._looking.renew()
        except HrError as error:
            self.failure = error
            self.exit(error.exit_code, return_code=error.exit_code)
            return False
        if config is not None:
            self.configure(config)
        return True

    def settled(self) -> None:
        """Read what others entered behind a key: it meets what was seen when it was pressed."""
        if isinstance(self.screen, HrScreen):
            self.screen.catch_up()

    def action_chord(self, key: str) -> None:
        """Show where a second key leads."""
        self._chord = (key,)
        offered = [(keys[1], commands.named(name).label) for keys, name in self._offered_chords().items()]
        current = self._current()
        if current is not None:
            current.keybar.offer([*((key_label(second), label) for second, label in offered), ("esc", "Cancel")])

    def _offered_chords(self) -> dict[tuple[str, ...], str]:
        return {keys: name for keys, name in self._chords.items() if keys[:1] == self._chord and self.offers(name)}

    async def _chorded(self, key: str) -> None:
        offered, typed = self._offered_chords(), (*self._chord, key)
        self._chord = ()
        current = self._current()
        if current is not None:
            current.keybar.offer(())
        if typed in offered:
            await self.action_command(offered[typed])
        elif key != "escape":
            second = ", ".join(key_label(keys[1]) for keys in offered)
            self.say(f"After {key_label(typed[0])} comes one of {second}; esc cancels.")

    # -- commands that work everywhere

    def offers(self, command_id: str) -> bool:
        """Whether a command that works everywhere can be run by this actor."""
        command = commands.named(command_id)
        there = (
            command.address in self.places if command_id.startswith("go.") else hasattr(self, method_name(command_id))
        )
        return there and permitted(self.opened, command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A command that is not offered has no key."""
        return self.offers(str(parameters[0])) if action == "command" else True

    async def action_command(self, command_id: str) -> None:
        """Run a command that works everywhere."""
        if self.opened is not None and self.opened.past and commands.writes(commands.named(command_id)):
            self.say(read_only(self.opened), error=True)
        elif command_id.startswith("go."):
            self.go(commands.named(command_id).address)
        else:
            await super().action_command(command_id)

    async def run_anywhere(self, command_id: str) -> None:
        """Run a command by what has the focus, the screen, or the application: the first that has it."""
        for node in (self.focused or self.screen).ancestors_with_self:
            if isinstance(node, Commanded) and hasattr(node, method_name(command_id)):
                await node.action_command(command_id)
                return
        await self.action_command(command_id)

    def do_palette(self) -> None:
        """Open the palette."""
        from screens.palette import Entry, Palette, entries, people

        def chosen(entry: Entry | None) -> None:
            if entry is not None and entry.command:
                self.call_later(self.run_anywhere, entry.command)
            elif entry is not None:
                self.go(entry.address)

        current = self._current()
        offers = current.offers if current is not None else self.offers
        part = getattr(current, "part", "")
        found = entries(self.places, current.NAME if current else "", offers, self.offers, self.leads, part)
        self.push_screen(Palette(found, people(self.opened), self.run_job, self.crash), chosen)

    def do_lens(self) -> None:
        """Ask for the day to look at the company as of."""
        from screens.lens import ask_lens

        current = self._current()
        if current is not None:
            ask_lens(current, self.look)

    def _look_by(self, text: str) -> None:
        """Look as of a day as it was typed; where it is none, say so."""
        from screens.lens import day_of

        if self.opened is None:
            return
        try:
            self.look(day_of(self.opened, text))
        except HrError as error:
            self.say(error, error=True)

    def do_help(self) -> None:
        """Show every key of this screen, with its sentence."""
        from screens.help import HelpScreen

        current = self._current()
        if current is not None and not isinstance(current, HelpScreen):
            self.push_screen(HelpScreen(current, self.offers))

    def do_undo(self) -> None:
        """Undo the last change of this user, after asking."""
        from screens.undo import ask_undo

        current = self._current()
        if current is not None:
            ask_undo(current)

    def do_back(self) -> None:
        """One step back: within the screen, else to the one beneath."""
        if isinstance(self.screen, HrScreen) and not self.screen.do_back() and self._lay_home_beneath() > 1:
            self.asking(lost([self.screen]), self.pop_screen)

    def do_leave(self) -> None:
        """Leave this screen; leaving home is leaving hrtui."""
        if self._lay_home_beneath() > 1:
            self.asking(lost([self.screen]), self.pop_screen)
        else:
            self.do_quit()

    def do_quit(self) -> None:
        """Leave hrtui, after asking where something typed would be lost."""
        self.asking(lost(self.screen_stack), lambda: self.exit(0))

    def asking(self, loss: str, then: Callable[[], Any]) -> None:
        """Do it, after asking where something would be lost."""
        if not loss:
            then()
            return
        from screens.widgets.confirm import Confirm

        question = Confirm(f"{loss} Leave anyway?", ["No keeps you where you are."], title="Leave")
        self.push_screen(question, lambda sure: then() if sure else None)

    def do_theme(self) -> None:
        """Step to the next theme."""
        name = themes.step(self)
        kept = f"Theme {name}; `theme: {{name: {name}}}` in the configuration keeps it."
        self.say("NO_COLOR is set, so no theme has colours." if name == themes.PLAIN else kept)

    def do_repaint(self) -> None:
        """Send the whole screen anew."""
        self.repaint()

    def action_how_to_leave(self) -> None:
        """Say which keys leave."""
        self.say("q leaves this screen, ctrl+q leaves hrtui.")
