"""What is kept of calendar files: the times as other programs write them, nothing that they say, and never less for a broken file."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.errors import ImportFault
from hrtui.interviews import kept
from hrtui.interviews.calendars import busy
from hrtui.interviews.spans import instant_of

HERE = Path(__file__).parent / "calendars"
FILES = {each.stem: each.read_bytes().replace(b"\n", b"\r\n") for each in sorted(HERE.glob("*.ics"))}
ZONES = [ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata")]
NEW_YORK, LONDON, SYDNEY, KOLKATA = ZONES
FIRST, LAST = date(2026, 3, 1), date(2026, 11, 30)


def content(name: str, zone: ZoneInfo, since: date = FIRST) -> kept.Content:
    text, digest, _ = kept.reduced([(name, FILES[name])], (), zone, since)
    return kept.content_of(text, digest, zone, FIRST, LAST)


def spans(name: str, zone: ZoneInfo, first: date, last: date) -> list[str]:
    found = kept.busy_of(content(name, zone), zone, first, last)
    return [f"{instant_of(begins):%m-%dT%H:%M}/{instant_of(ends):%m-%dT%H:%M}" for begins, ends in found]


def test_a_series_of_google_keeps_its_clock_over_the_change_without_the_day_left_out_and_with_the_one_moved() -> None:
    assert spans("google", NEW_YORK, date(2026, 3, 2), date(2026, 3, 11)) == [
        "03-02T14:00/03-02T14:30", "03-04T19:00/03-04T19:30", "03-11T13:00/03-11T13:30",
    ]  # fmt: skip


def test_the_series_goes_on_over_the_autumn_change() -> None:
    assert spans("google", NEW_YORK, date(2026, 10, 28), date(2026, 11, 2)) == [
        "10-28T13:00/10-28T13:30", "11-02T14:00/11-02T14:30",
    ]  # fmt: skip


def test_a_series_of_outlook_in_its_own_name_of_a_zone_crosses_the_change_of_london() -> None:
    assert spans("outlook", LONDON, date(2026, 3, 26), date(2026, 4, 3)) == [
        "03-27T16:00/03-27T17:00", "03-28T16:00/03-28T17:00", "03-29T15:00/03-29T16:00", "03-30T15:00/03-30T16:00",
        "03-31T15:00/03-31T16:00", "04-01T23:00/04-02T23:00",
    ]  # fmt: skip


def test_a_series_of_apple_crosses_the_change_of_sydney_and_a_whole_day_there_has_23_hours() -> None:
    assert spans("apple", SYDNEY, date(2026, 4, 3), date(2026, 4, 9)) == [
        "04-02T22:00/04-02T23:00", "04-03T22:00/04-03T23:00", "04-04T23:00/04-05T00:00", "04-05T23:00/04-06T00:00",
        "04-06T23:00/04-07T00:00", "04-08T02:00/04-08T03:00",
    ]  # fmt: skip
    assert spans("apple", SYDNEY, date(2026, 10, 4), date(2026, 10, 4)) == ["10-03T14:00/10-04T13:00"]


def test_times_without_a_zone_are_the_owners_also_where_clocks_never_change() -> None:
    assert "04-02T18:30/04-03T18:30" not in spans("outlook", KOLKATA, date(2026, 4, 1), date(2026, 4, 1))
    assert "04-01T18:30/04-02T18:30" in spans("outlook", KOLKATA, date(2026, 4, 2), date(2026, 4, 2))
    assert content("outlook", KOLKATA).zone == "Asia/Kolkata"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_what_is_kept_is_busy_when_the_file_is(name: str, zone: ZoneInfo) -> None:
    whole = tuple(busy(FILES[name], zone, FIRST, LAST))
    assert content(name, zone).busy == whole
    assert len(whole) > 3


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_kept_of_what_a_file_says_but_its_times(name: str) -> None:
    text, _, _ = kept.reduced([(name, FILES[name])], (), NEW_YORK, FIRST)
    for word in (
        "Secret",
        "SUMMARY",
        "LOCATION",
        "mailto",
        "DESCRIPTION",
        "@google.com",
        "Stand-up",
        "geo:",
        "040000008200",
    ):
        assert word not in text


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_days_and_zones_that_were_not_made_out_are_made_out_anew(name: str, data: st.DataObject) -> None:
    zone, other = data.draw(st.sampled_from(ZONES)), data.draw(st.sampled_from(ZONES))
    first = data.draw(st.dates(date(2026, 1, 1), date(2027, 3, 1)))
    last = date.fromordinal(first.toordinal() + data.draw(st.integers(0, 60)))
    held = content(name, zone, since=date(2025, 1, 1))
    assert list(kept.busy_of(held, other, first, last)) == busy(FILES[name], other, first, last)


def test_events_of_interviews_here_and_events_that_are_over_are_left_out_and_the_digest_stays_as_days_go_by() -> None:
    text, digest, events = kept.reduced(
        [("google", FILES["google"])], {"dentist@google.com"}, NEW_YORK, date(2026, 3, 1)
    )
    assert events == 3
    assert "20260324" not in text
    _, whole, all_ = kept.reduced([("google", FILES["google"])], (), NEW_YORK, date(2026, 3, 1))
    later, same, left = kept.reduced([("google", FILES["google"])], (), NEW_YORK, date(2026, 4, 1))
    assert (all_, left, same == whole, digest == whole) == (4, 2, True, False)
    assert "20260324" not in later


def test_an_export_that_says_the_same_times_with_other_words_and_in_another_order_is_the_same() -> None:
    text = FILES["google"].decode()
    head, *events = text.split("BEGIN:VEVENT\r\n")
    tail = "END:VCALENDAR\r\n"
    events[-1] = events[-1].removesuffix(tail)
    other = head + "".join(f"BEGIN:VEVENT\r\n{each}" for each in reversed(events)) + tail
    other = other.replace("Dentist", "Doctor").replace("DTSTAMP:20260227", "DTSTAMP:20260301")
    digests = {kept.reduced([("k.ics", each.encode())], (), NEW_YORK, FIRST)[1] for each in (text, other)}
    assert len(digests) == 1


def test_files_of_a_folder_are_one_calendar_unless_they_name_several_zones() -> None:
    text, digest, events = kept.reduced([(name, FILES[name]) for name in ("outlook", "google")], (), NEW_YORK, FIRST)
    both = kept.content_of(text, digest, NEW_YORK, FIRST, LAST)
    assert events == 7
    assert set(content("google", NEW_YORK).busy) <= set(both.busy)
    with pytest.raises(ImportFault, match="several time zones"):
        kept.reduced([(name, FILES[name]) for name in ("apple", "google")], (), NEW_YORK, FIRST)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A file of another program with some lines lost, doubled, exchanged, cut or filled with anything."""
    lines = FILES[draw(st.sampled_from(sorted(FILES)))].decode().split("\r\n")
    for _ in range(draw(st.integers(1, 6))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        how = draw(st.sampled_from(("lose", "double", "swap", "cut", "any", "number")))
        if how == "lose" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(other, lines[at])
        elif how == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif how == "cut":
            lines[at] = lines[at][: draw(st.integers(0, 20))]
        elif how == "any":
            lines[at] = draw(st.text(max_size=30))
        else:
            lines[at] = lines[at].replace("2026", str(draw(st.sampled_from(("0000", "9999", "26", "-1", "1601")))))
    return "\r\n".join(lines).encode("utf-8", "surrogatepass")


@given(st.one_of(broken(), st.binary(max_size=200)), st.sampled_from(ZONES))
@settings(max_examples=250, deadline=None)
def test_a_broken_file_is_refused_in_words_or_read_and_never_crashes(file: bytes, zone: ZoneInfo) -> None:
    try:
        text, digest, _ = kept.reduced([("k.ics", file)], (), zone, FIRST)
        found = kept.content_of(text, digest, zone, FIRST, date(2026, 4, 30))
    except ImportFault as fault:
        assert str(fault).endswith(".")
        return
    assert all(begins < ends for begins, ends in found.busy)
    assert all(one[1] < two[0] for one, two in pairwise(found.busy))
