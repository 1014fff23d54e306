"""What every screen is made of: one header line, the work, one message line, one line of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast, runtime_checkable

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from hrtui import commands
from hrtui.access.rules import may
from hrtui.context import Context
from hrtui.errors import Conflict, HrError
from screens.keys import Commanded, bindings, method_name
from screens.whole import WholeFrames
from screens.widgets.lines import HeaderLine, Heading, KeyBar, MessageLine
from screens.work import Job

if TYPE_CHECKING:
    from hrtui.config import Config
    from hrtui.people.model import Done

T = TypeVar("T")


class Shell(Protocol):
    """What a screen may ask of the application."""

    revision: int
    recent: list[str]

    @property
    def opened(self) -> Context | None:
        """The context, once the store is open."""

    def go(self, address: str) -> None:
        """Go to an address, such as `people dept:Sales` or `emp 1042`."""

    def go_above(self, address: str) -> None:
        """Go to an address on top of what is shown: who leaves there is back here."""

    def offers(self, command_id: str) -> bool:
        """Whether a command that works everywhere can be run by this actor."""

    def leads(self, address: str) -> bool:
        """Whether an address leads to a screen this actor may open."""

    async def run_anywhere(self, command_id: str) -> None:
        """Run a command by what has the focus, the screen, or the application."""

    def look(self, day: date | None) -> None:
        """Look at everything as of a day; None for today."""

    def configure(self, config: Config) -> None:
        """Go on under another configuration, such as one with more fields of the company's own."""

    def changed(self, shown: bool = False) -> None:
        """Tell that something was written: screens load anew when they are seen again, this one at once unless it shows it."""

    def hold(self, firm: bool = False) -> None:
        """Let keys wait until `release`; where it is held firmly, those that leave as well."""

    def release(self, forget: bool = False, firm: bool = False) -> None:
        """Let keys go on; those typed meanwhile are dropped where what they were meant for never came."""

    def run_job(self, job: Job) -> None:
        """Run a job on a thread."""

    def crash(self, error: Exception) -> None:
        """End the program because of a bug."""

    def say(self, sentence: object, *, error: bool = False) -> None:
        """Show a sentence on the screen that is shown."""

    def tell_left(self, sentence: str, *, error: bool = False) -> None:
        """From a thread: say what work came to whose screen was left meanwhile, and let everything load anew."""

    def opened_person(self, number: str) -> None:
        """Remember a person for the list of those opened lately."""


@runtime_checkable
class Keeper(Protocol):
    """A screen or dialog that may hold something typed and not saved."""

    def unsaved(self) -> str:
        """A sentence naming what leaving would lose; empty where nothing."""


def lost(screens: Sequence[Screen[Any]]) -> str:
    """What leaving these screens would lose, in a sentence each."""
    return " ".join(
        dict.fromkeys(loss for screen in screens if isinstance(screen, Keeper) and (loss := screen.unsaved()))
    )


class Footer(KeyBar):
    """The keys valid at this moment, or those of a chord that has begun."""

    offered: Sequence[tuple[str, str]] = ()
    words: Mapping[str, str] = MappingProxyType({})

    def takes(self, command_id: str | None) -> bool:
        """Whether a key of the screen does something on the day that is looked at."""
        ctx = cast(Shell, self.app).opened
        return ctx is None or command_id is None or command_id not in commands.ids() or not refused(ctx, command_id)

    def named(self, command_id: str | None, label: str) -> str:
        """What the key of a command is said to do here, unless the widget in focus has a word of its own for it."""
        word = self.words.get(command_id or "")
        return word if word and label == commands.named(command_id or "").label else label

    def call(self, words: Mapping[str, str]) -> None:
        """Say of these commands, by their ids, that their keys do something else here."""
        if words != self.words:
            self.words = words
            self.update_keys()

    def offer(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys alone, or with none the valid ones again."""
        self.offered = keys
        self.update_keys()

    def update_keys(self) -> None:
        """Show what a second key would do, where one is awaited."""
        if self.offered:
            self.show_keys(self.offered)
        else:
            super().update_keys()


MOMENT = 0.6
UNDONE = "u undoes it."
WAITING = "Waiting for the store, which is busy; esc gives up what is typed meanwhile."


def _nothing(_: bool) -> None:
    """Nothing waits."""


class HrScreen(Commanded, WholeFrames, inherit_bindings=False):
    """A screen of an area. Subclasses name themselves as `hrtui.commands.SCREENS` does, compose `body`, and load in `begin`.

    A command declared for the screen runs its method `do_<last part of the id>`; a command without a method, or without
    a permission of the actor, is neither bound nor listed. `argument` is what the address says after its first word.
    """

    NAME: ClassVar[str] = ""
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    HrScreen { layout: vertical; background: $background; }
    """

    def __init_subclass__(cls, **options: Any) -> None:
        if cls.NAME and "BINDINGS" not in cls.__dict__:
            cls.BINDINGS = list(bindings(cls.NAME))
        super().__init_subclass__(**options)

    def __init__(self, argument: str = "") -> None:
        super().__init__()
        self.argument = argument
        self.header = HeaderLine()
        self.message = MessageLine()
        self.keybar = Footer()
        self.attention = ""
        self._seen = -1

    @property
    def shell(self) -> Shell:
        """The application."""
        return cast(Shell, self.app)

    @property
    def ctx(self) -> Context:
        """Who acts, when and on what; there from `begin` on."""
        opened = self.shell.opened
        if opened is None:
            raise RuntimeError("the store is not open yet")
        return opened

    @property
    def title_line(self) -> str:
        """The name of the screen in its header."""
        return commands.SCREENS[self.NAME]

    def unsaved(self) -> str:
        """A sentence naming what leaving would lose; empty where nothing."""
        return ""

    def _focus_first(self) -> None:
        """Give the keys to the first widget that takes them, unless the screen gave them to one: a key typed before that is
        the screen's, and not typed into a line that happens to come first."""
        if self.focused is None and self.is_attached:
            first = next((widget for widget in self.query("*") if widget.focusable), None)
            if first is not None:
                self.set_focus(first)

    def compose(self) -> ComposeResult:
        """The header, the body, the message and the keys."""
        yield self.header
        yield from self.body()
        yield self.message
        yield self.keybar

    def body(self) -> Iterable[Widget]:
        """The widgets of the work itself."""
        return ()

    def begin(self) -> None:
        """Load what the screen shows; called once the store is open, and again by `reload`."""

    def reload(self) -> None:
        """Load anew, after something was written; `begin` unless a screen keeps more."""
        self.begin()

    def catch_up(self) -> None:
        """Read anew where others entered something since; called behind every key."""

    def visit(self, argument: str) -> None:
        """Come back to a screen that is kept, by an address with other words; it loads anew when it is seen."""
        self.argument = argument
        self.stale()
        self.arrive()

    def stale(self) -> None:
        """Load when the screen is seen again, whether or not something was written."""
        self._seen = -1

    def shows(self, revision: int) -> None:
        """Note that all that was written up to a revision is on the screen."""
        self._seen = revision

    def do_back(self) -> bool:
        """Take one step back within the screen; whether there was one (else the screen is left)."""
        return False

    def do_menu(self) -> None:
        """Offer what can be done here."""
        from screens.verbs import open_menu

        open_menu(self, self.title_line)

    def on_screen_resume(self) -> None:
        """Load when first seen, and again where something was written since."""
        self.app.call_later(self._focus_first)
        self.arrive()

    def arrive(self) -> None:
        """Show the heading and load, where the store is open and something changed."""
        if self.shell.opened is None or not self.is_mounted or self.app.screen is not self:
            return
        self.show_heading()
        seen, self._seen = self._seen, self.shell.revision
        if seen < 0:
            self.begin()
        elif seen != self._seen:
            self.reload()

    def show_heading(self, attention: str | None = None) -> None:
        """Show company, area, day, user and what needs attention in the header."""
        self.attention = self.attention if attention is None else attention
        actor, company = self.ctx.actor, self.ctx.config.company
        roles = actor.roles[0] if len(actor.roles) == 1 else f"{len(actor.roles)} roles"
        user = f"{actor.login} ({roles})" if actor.roles else actor.login
        day = self.ctx.day.isoformat()
        self.header.show(Heading(company.name, self.title_line, day, user, self.attention, lens_words(self.ctx)))
        self.keybar.update_keys()

    def say(self, sentence: object, *, error: bool = False) -> None:
        """Show a sentence until the next key."""
        self.message.show(sentence, error=error)

    def tell_done(self, done: Done) -> None:
        """Show what was done, and everything anew; what the message line has no room for, to be read first."""
        self.shell.changed()
        if self._seen != self.shell.revision:  # it is beneath another
            self.shows(self.shell.revision)
            self.reload()
        self.say(self.said_of(done))
        if not self._has_room(done):
            from screens.widgets.confirm import Told

            self.app.push_screen(Told(done.sentence, [*done.notices, UNDONE]))

    def said_of(self, done: Done) -> str:
        """What the message line says of what was done: the notices too, where there is room for them."""
        return " ".join([done.sentence, *(done.notices if self._has_room(done) else ()), UNDONE])

    def _has_room(self, done: Done) -> bool:
        whole = " ".join([done.sentence, *done.notices, UNDONE])
        return not done.notices or self.message.fits(whole, self.app.size.width)

    def work_on(
        self,
        function: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[HrError], object] | None = None,
        hold: bool = False,
        left: Callable[[T], str] | None = None,
        behind: bool = False,
    ) -> None:
        """Run `function` on a thread, then `then` with its result; with `hold` typed keys wait for that. With `behind` it begins
        once its result, shown already, is painted, and keys that leave wait too: nobody goes who is shown what is not stored yet.

        `left` words the result of work that goes on where the screen is left: it is said on whichever is shown then.

        An HrError is handed to `failed`, else shown, and the keys that waited are dropped; any other error is a bug and
        ends the program.
        """
        shell, store = self.shell, self.ctx.store
        let_go = self._hold(behind) if hold else _nothing

        def finish(after: Callable[[], object], failed: bool) -> None:
            try:
                after()
            finally:
                let_go(failed)

        def back(after: Callable[[], object], sentence: Callable[[], str], failed: bool = False) -> None:
            if self.call_later(finish, after, failed):
                return
            if hold:
                shell.release(failed, behind)
            if left is not None:
                shell.tell_left(sentence(), error=failed)

        def job() -> None:
            try:
                store.connect()
                result = function()
            except Exception as error:  # noqa: BLE001 - a bug on a thread must end the program, not the thread
                meaning = store.explain(error)
                if meaning is None:
                    shell.crash(error)
                else:
                    back(partial(failed or self._failed, meaning), partial(str, meaning), True)
            else:
                back(partial(then, result), lambda: left(result) if left is not None else "")

        if behind:
            self.call_after_refresh(shell.run_job, job)
        else:
            shell.run_job(job)

    def _hold(self, firm: bool) -> Callable[[bool], None]:
        """Let keys wait, and say so where it takes a moment; returns how to let them go."""
        self.shell.hold(firm)
        waiting = self.set_timer(MOMENT, partial(self.say, WAITING))

        def let_go(forget: bool) -> None:
            waiting.stop()
            if self.message.text == WAITING:
                self.message.clear()
            self.shell.release(forget, firm)

        return let_go

    def _failed(self, error: HrError) -> None:
        """Say what went wrong; where somebody else was faster, everything anew, so that the next try meets what is there."""
        if isinstance(error, Conflict):
            self.shell.changed()
        self.say(error, error=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command has a method here and the actor's grants permit it."""
        if action != "command":
            return True
        return self._knows(str(parameters[0]))

    async def action_command(self, command_id: str) -> None:
        """Run the method for a command; one that writes says, while a past day is looked at, why it does not."""
        if self.shell.opened is not None and refused(self.shell.opened, command_id):
            self.say(read_only(self.shell.opened), error=True)
        else:
            await super().action_command(command_id)

    def offers(self, command_id: str) -> bool:
        """Whether a command can be run here by this actor, on the day that is looked at."""
        ctx = self.shell.opened
        return self._knows(command_id) and not (ctx is not None and refused(ctx, command_id))

    def _knows(self, command_id: str) -> bool:
        return hasattr(self, method_name(command_id)) and permitted(self.shell.opened, commands.named(command_id))


def permitted(ctx: Context | None, command: commands.Command) -> bool:
    """Whether the actor has a grant for the command's action; before the store is open only what needs none."""
    return not command.permission or (ctx is not None and may(ctx.actor, command.permission))


def refused(ctx: Context, command_id: str) -> bool:
    """Whether a command would write while a past day is looked at."""
    return ctx.past and commands.writes(commands.named(command_id))


def read_only(ctx: Context) -> str:
    """Why nothing is written while a past day is looked at."""
    return f"The company is shown as of {ctx.day}, and the past is read-only; @ and enter come back to today."


def lens_words(ctx: Context) -> str:
    """What the header says of the day where it is not today's."""
    if ctx.lens is None:
        return ""
    return f"AS OF {ctx.lens}, read-only" if ctx.past else f"AS OF {ctx.lens}"
