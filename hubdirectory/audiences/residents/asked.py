"""From the query string of /search to a search, and back.

People are forgiven what cannot be read; a machine is told which value is wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from werkzeug.datastructures import MultiDict

from hubdirectory.actions.results import Asked
from hubdirectory.web.addresses import Pairs

GROUPS = ("need", "audience", "hub", "ward", "day", "cost", "mode", "age", "language", "access")
SORTS = ("relevance", "distance", "name", "confirmed")
LONGEST_WORDS = 200
LONGEST_SLUG = 90
MOST_CHOICES = 100
MOST_PAGES = 1_000_000
FARTHEST_MILES = 500.0
# What the select on the page offers, in miles.
DISTANCES = (0.5, 1.0, 2.0, 5.0, 10.0)

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
Args = MultiDict[str, str]


class Unreadable(ValueError):
    """A value that cannot be used: which key, and what would do."""

    def __init__(self, key: str, wanted: str) -> None:
        super().__init__(f"{key} must be {wanted}")
        self.key = key


def asked_from(args: Args) -> Asked:
    """The search in a query string. Raises Unreadable."""
    near = read_words(args, "near")
    return Asked(
        q=read_words(args, "q"), chosen=dict(_chosen(args)), near=near, within=read_miles(args) if near else None,
        open_now=_one_of(args, "open", ("now",)) == "now", sort=_one_of(args, "sort", SORTS) or "relevance",
        page=read_page(args), anywhere=_one_of(args, "where", ("anywhere",)) == "anywhere",
        as_typed=_one_of(args, "as", ("typed",)) == "typed",
    )  # fmt: skip


def forgiving(args: Args) -> Args:
    """The same query string without what cannot be read, so that a person always gets an answer."""
    kept = MultiDict(args)
    for key in ("q", "near"):
        if key in kept:
            kept[key] = _clean(kept[key])[:LONGEST_WORDS]
    for key, read in (("within", read_miles), ("page", read_page)):
        try:
            read(kept)
        except Unreadable:
            kept.pop(key)
    for key, allowed in (("open", ("now",)), ("sort", SORTS), ("where", ("anywhere",)), ("as", ("typed",))):
        if key in kept and kept[key] not in allowed:
            kept.poplist(key)
    for group in GROUPS:
        if group in kept:
            kept.setlist(group, [slug for slug in kept.getlist(group) if len(slug) <= LONGEST_SLUG][:MOST_CHOICES])
    return kept


def pairs_of(asked: Asked) -> Pairs:
    """The query string of a search, without its page: what a link to another page of it begins with."""
    return tuple(_pairs(asked))


def _pairs(asked: Asked) -> Iterator[tuple[str, str]]:
    yield "q", asked.q
    for group in GROUPS:
        yield from ((group, slug) for slug in asked.chosen.get(group, ()))
    yield "near", asked.near
    yield "within", f"{asked.within:g}" if asked.within is not None else ""
    yield "open", "now" if asked.open_now else ""
    yield "sort", asked.sort if asked.sort != "relevance" else ""
    yield "where", "anywhere" if asked.anywhere else ""
    yield "as", "typed" if asked.as_typed else ""


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()


def read_words(args: Args, key: str) -> str:
    text = _clean(_first(args, key))
    if len(text) > LONGEST_WORDS:
        raise Unreadable(key, f"at most {LONGEST_WORDS} characters long")
    return text


def _chosen(args: Args) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in GROUPS:
        slugs = read_slugs(args, group)
        if slugs:
            yield group, slugs


def read_slugs(args: Args, group: str) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(slug for slug in map(_clean, args.getlist(group)) if slug))
    if len(slugs) > MOST_CHOICES or any(len(slug) > LONGEST_SLUG for slug in slugs):
        raise Unreadable(group, f"at most {MOST_CHOICES} short names")
    return slugs


def read_miles(args: Args) -> float | None:
    given = _first(args, "within").strip()
    if not given:
        return None
    try:
        miles = float(given)
    except ValueError:
        miles = math.nan
    if not 0 < miles <= FARTHEST_MILES:
        raise Unreadable("within", f"a number of miles up to {FARTHEST_MILES:.0f}")
    return miles


def read_page(args: Args) -> int:
    given = _first(args, "page").strip() or "1"
    if not (given.isascii() and given.isdigit()) or len(given) > 9 or not 1 <= int(given) <= MOST_PAGES:
        raise Unreadable("page", "a whole number from 1")
    return int(given)


def _first(args: Args, key: str) -> str:
    # MultiDict.get would raise an error, and catch it, for each key that is not there: most of them.
    return next(iter(args.getlist(key)), "")


def _one_of(args: Args, key: str, allowed: tuple[str, ...]) -> str:
    given = _first(args, key).strip()
    if given and given not in allowed:
        raise Unreadable(key, f"one of {', '.join(allowed)}")
    return given
