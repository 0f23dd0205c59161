"""Nothing was found: which single filter to take off, and how many services that gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext

from hubdirectory.actions import finding
from hubdirectory.actions.results import Asked, Facet
from hubdirectory.audiences.residents.asked import GROUPS, pairs_of
from hubdirectory.audiences.residents.outcome import WayOut, search_address
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import FACET_GROUPS, value_name

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# Each of them is a search of its own.
MOST = 6


def ways_out(world: World, asked: Asked, facets: tuple[Facet, ...]) -> tuple[WayOut, ...]:
    """Searches with one thing fewer that do find something, the most first."""
    tries = _with_one_thing_fewer(asked, facets)[:MOST]
    found = [(name, fewer, finding.find(world, fewer, current_locale()).total) for name, fewer in tries]
    helpful = sorted((one for one in found if one[2]), key=lambda one: -one[2])
    return tuple(WayOut(name, search_address(pairs_of(fewer)), total) for name, fewer, total in helpful)


def _with_one_thing_fewer(asked: Asked, facets: tuple[Facet, ...]) -> list[tuple[str, Asked]]:
    asked = replace(asked, page=1)
    names = {(facet.group, value.slug): value.name for facet in facets for value in facet.values}
    tries = [
        (_without_words(group, asked.chosen[group], names), replace(asked, chosen=_without(asked, group)))
        for group in GROUPS if group in asked.chosen
    ]  # fmt: skip
    if asked.open_now:
        tries.append((gettext("at any time, not only now"), replace(asked, open_now=False)))
    if asked.within is not None:
        tries.append((gettext("at any distance"), replace(asked, within=None)))
    elif asked.near:
        tries.append((gettext("anywhere"), replace(asked, near="", sort="relevance", anywhere=False)))
    if asked.q and (asked.chosen or asked.near):
        tries.append((gettext("without the words “%(words)s”", words=asked.q), replace(asked, q="")))
    return tries


def _without(asked: Asked, group: str) -> dict[str, tuple[str, ...]]:
    return {name: slugs for name, slugs in asked.chosen.items() if name != group}


def _without_words(group: str, slugs: tuple[str, ...], names: dict[tuple[str, str], str]) -> str:
    values = ", ".join(value_name(group, slug, names.get((group, slug), "")) for slug in slugs)
    return gettext("without “%(group)s: %(values)s”", group=FACET_GROUPS[group], values=values)
