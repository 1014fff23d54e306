"""Who of a whole file may be on file already under a like name, as a candidate or as someone who works or worked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import directory
from data.recruiting import candidates, likenames
from hrtui.context import Context
from hrtui.recruiting.duplicates import Alike, Entry, Named, alike
from hrtui.recruiting.keys import name_key
from hrtui.recruiting.merging import entry_of, people_entries
from hrtui.text import fold

MOST_EACH = 3


def resembled(ctx: Context, new: Mapping[int, Entry]) -> dict[int, tuple[Alike, ...]]:
    """For each place of a list of new entries the first few on file who may be the same; a few queries, however long it is."""
    if not new:
        return {}
    known: dict[int, list[Entry]] = {}
    for place, entry in [*_candidates(new), *_people(ctx, new)]:
        known.setdefault(place, []).append(entry)
    found = {place: alike(new[place], entries)[:MOST_EACH] for place, entries in known.items()}
    return {place: tuple(each) for place, each in found.items() if each}


def _candidates(new: Mapping[int, Entry]) -> list[tuple[int, Entry]]:
    """Candidates with the same name or a like one, each with the place of who is like them."""
    named, places = Named(new.items()), dict[str, list[int]]()
    met: dict[int, int] = {}
    starts = [part for each in new.values() for part in (each.last_name, each.first_name)]
    for number, sort_name in likenames.named(starts):
        last, _, first = sort_name.partition(", ")
        for place in named.places(name_key(first, last)):
            met[place] = met.get(place, 0) + 1
            if met[place] <= MOST_EACH:
                places.setdefault(number, []).append(place)
    held = candidates.of(list(candidates.ids(sorted(places)).values()))
    return [(place, entry_of(who)) for who in held.values() for place in places[who.number]]


def _people(ctx: Context, new: Mapping[int, Entry]) -> list[tuple[int, Entry]]:
    """People of the same name, whichever part comes first, or with the same address, each with the place of who is like them."""
    by: dict[str, list[int]] = {}
    for place, each in new.items():
        for key in {*_spellings(each), each.email.lower()}:
            by.setdefault(key, []).append(place)
    names = [name for each in new.values() for name in _spellings(each)]
    found = people_entries(ctx, directory.all_alike(names, [each.email for each in new.values()]))
    return [(place, who) for who in found for place in _met(by, who)]


def _met(by: Mapping[str, Sequence[int]], who: Entry) -> set[int]:
    keys = (fold(who.name), who.email.lower())
    return {place for key in keys if key for place in by.get(key, ())}


def _spellings(entry: Entry) -> list[str]:
    first, last = entry.first_name, entry.last_name
    return [fold(f"{last}, {first}"), fold(f"{first}, {last}")] if first else [fold(last)]
