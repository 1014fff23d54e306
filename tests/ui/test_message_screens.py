"""Messages to candidates by keys alone: read, written on several lines, and changed by two at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from data.recruiting import outbox
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.recruiting import messaging, sending
from hrtui.recruiting.messages import Message
from tests.conftest import ContextAs
from tests.recruiting import applied, colleague, opened
from tests.ui.conftest import MakeApp, text, until


def drafts(ctx: Context, *names: str) -> list[str]:
    """Drafts to candidates of these names."""
    number = opened(ctx)
    found = [applied(ctx, number, name, first_name="Jo", email=f"{name.lower()}@example.com")[1] for name in names]
    return [messaging.write_messages(ctx, [each], "received").numbers[0] for each in found]


def stored(number: str) -> Message:
    held = outbox.numbered(number)
    assert held is not None
    return held


def said(app: object) -> str:
    return " ".join(text(app).replace("│", " ").split())  # type: ignore[arg-type]


def shows(app: object, words: str) -> bool:
    return words in text(app)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_draft_is_read_and_written_anew_before_it_goes_out(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    (number,) = drafts(ctx, "Ash")
    app = hr_app(ctx, address="outbox")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: number in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "characters on" in text(app) and "Dear Jo" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: f"Change message {number}" in text(app))
        await pilot.press("ctrl+u", *"jo@example.org", "tab", "tab", "end", "enter", *"Hi", "ctrl+j")
        await until(pilot, lambda: "is changed" in said(app) and "To jo@example.org" in said(app))
        assert "Hi" in text(app)
    held = stored(number)
    assert held.recipient == "jo@example.org"
    assert held.body.startswith("Dear Jo,\nHi\n")


async def test_a_long_message_is_read_to_its_end_and_the_list_is_walked(hr_app: MakeApp, ctx: Context) -> None:
    first, second = drafts(ctx, "Ash", "Bay")
    messaging.change_message(ctx, second, body="\n".join(f"line {at}" for at in range(1, 101)))
    app = hr_app(ctx, address="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: second in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "1 of 2" in text(app))
        await pilot.press("end")
        await until(pilot, lambda: "line 100" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: f"{first}, draft" in text(app) and "Dear Jo" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: "the last of the list" in text(app))
        await pilot.press("p", "C")
        await until(pilot, lambda: "CAN-00002 Bay" in text(app))


async def test_who_saves_what_somebody_else_wrote_meanwhile_is_asked_and_loses_nothing(
    hr_app: MakeApp, ctx: Context
) -> None:
    (number,) = drafts(ctx, "Ash")
    app = hr_app(ctx, address=f"message {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Dear Jo" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "Change message" in text(app))
        await pilot.press("tab", "tab", *"Mine", "enter")
        messaging.change_message(colleague(ctx), number, subject="Thanks", body="Dear Jo, theirs")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "Someone else changed this message meanwhile" in said(app))
        assert "by bob now Dear Jo, theirs" in said(app)
        await pilot.press("r")
        await until(pilot, lambda: "Taken into the form: Subject and Text" in said(app))
        assert "theirs" in text(app)
        await pilot.press("ctrl+u", "ctrl+y", "ctrl+y")
        assert stored(number).body == "Dear Jo, theirs"
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is changed" in said(app))
    assert stored(number).subject == "Thanks"


async def test_what_is_saved_on_top_leaves_what_was_not_typed_as_somebody_else_wrote_it(
    hr_app: MakeApp, ctx: Context
) -> None:
    (number,) = drafts(ctx, "Ash")
    app = hr_app(ctx, address=f"message {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Dear Jo" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "Change message" in text(app))
        await pilot.press("tab", "tab", *"Mine", "enter")
        messaging.change_message(colleague(ctx), number, subject="Thanks")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "Someone else changed this message" in said(app))
        await pilot.press("y")
        await until(pilot, lambda: "is changed" in said(app))
    held = stored(number)
    assert (held.subject, held.body[:9]) == ("Thanks", "Mine\nDear")


async def test_what_was_typed_and_not_saved_is_there_again_with_its_lines(hr_app: MakeApp, ctx: Context) -> None:
    (number,) = drafts(ctx, "Ash")
    for typed in (
        ("tab", "tab", *"One", "enter", *"two", "enter"),
        (),
    ):  # left open twice, as where the program was killed
        app = hr_app(ctx, address=f"message {number}")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, partial(shows, app, "Dear Jo"))
            await pilot.press("e")
            await until(pilot, partial(shows, app, "Change message"))
            await pilot.press(*typed)
    async with (app := hr_app(ctx, address=f"message {number}")).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Dear Jo" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "Typed last time and not saved" in said(app))
        assert "Text One two Dear Jo," in said(app)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is changed" in said(app))
    assert stored(number).body.startswith("One\ntwo\nDear Jo,")


async def test_what_went_out_is_read_and_not_written(hr_app: MakeApp, ctx: Context) -> None:
    (number,) = drafts(ctx, "Ash")
    messaging.settle_message(ctx, number, sent=True)
    app = hr_app(ctx, address=f"message {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: f"{number}, sent" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "cannot become draft" in said(app))


async def test_who_only_reads_messages_has_no_keys_that_write(hr_app: MakeApp, ctx: Context, ctx_as: ContextAs) -> None:
    (number,) = drafts(ctx, "Ash")
    app = hr_app(ctx_as(Grant("recruiting.read"), Grant("people.read")), address=f"message {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Dear Jo" in text(app))
        footer = text(app).splitlines()[-1]
        assert "Change" not in footer and "Send" not in footer and "To a file" in footer


async def test_hostile_text_is_shown_as_text(hr_app: MakeApp, ctx: Context) -> None:
    (number,) = drafts(ctx, "Ash")
    held = stored(number)
    hostile = replace(held, body="[red]Evil[/]\x1b[31m\n\x1b]0;title\x07x", subject="[b]\x1b[1m")
    _overwrite(ctx, hostile)
    app = hr_app(ctx, address=f"message {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "[red]Evil[/]" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "Change message" in text(app))
        assert "\x1b" not in text(app)


def _overwrite(ctx: Context, message: Any) -> None:
    from hrtui.audit import writing

    with ctx.store.write():
        entered = writing.begin(ctx, "recruiting.work", message.number)
        outbox.put_many([message], ctx.clock.today(), entered)
        writing.note(entered, "recruiting.work", message.number, [])


async def test_the_marked_ones_are_sent_after_a_word_that_tells_how_many(
    hr_app: MakeApp, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = drafts(ctx, "Ash", "Bay", "Cox")
    sent: list[str] = []

    def send(_: Context, wanted: list[str]) -> sending.Sent:
        sent.extend(wanted)
        return sending.Sent(tuple(wanted))

    monkeypatch.setattr(sending, "send_messages", send)
    app = hr_app(ctx, address="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: numbers[0] in text(app))
        await pilot.press("space", "space", "S")
        await until(pilot, lambda: "Send 2 messages?" in said(app))
        await pilot.press(*"send 3", "enter")
        await pilot.pause()
        assert sent == []
        await pilot.press("backspace", "2", "enter")
        await until(pilot, lambda: "2 messages are sent." in said(app))
    assert sent == [numbers[2], numbers[1]]
