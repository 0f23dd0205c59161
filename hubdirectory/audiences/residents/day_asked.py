"""From the query string of /today to what is asked of a day, and back."""

from __future__ import annotations

from collections.abc import Iterator

from hubdirectory.actions.occurrences import GROUPS, DayAsked
from hubdirectory.audiences.residents.asked import Args, Unreadable, read_miles, read_slugs, read_words
from hubdirectory.web.addresses import Pairs


def day_asked_from(args: Args) -> DayAsked:
    """Raises Unreadable."""
    near = read_words(args, "near")
    chosen = {group: slugs for group in GROUPS if (slugs := read_slugs(args, group))}
    return DayAsked(chosen, near, read_miles(args) if near else None)


def forgiven_day(args: Args) -> DayAsked:
    """The same without what cannot be read: a person always gets an answer."""
    kept = args.copy()
    while True:
        try:
            return day_asked_from(kept)
        except Unreadable as problem:
            kept.poplist(problem.key)


def day_pairs(asked: DayAsked) -> Pairs:
    """Without what a page shows unless it is told otherwise."""
    return tuple(_pairs(asked))


def _pairs(asked: DayAsked) -> Iterator[tuple[str, str]]:
    for group in GROUPS:
        yield from ((group, slug) for slug in asked.chosen.get(group, ()) if (group, slug) != ("what", "session"))
    yield "near", asked.near
    yield "within", f"{asked.within:g}" if asked.within is not None else ""
