"""Needs with how many services meet each, for the pages to browse by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubdirectory.actions import finding, showing
from hubdirectory.actions.results import FacetValue
from hubdirectory.audiences.residents.pages import NeedGroup
from hubdirectory.web.need_groups import grouped

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def needs_with_counts(world: World, locale: str) -> tuple[FacetValue, ...]:
    """Every need that any service meets. With no engine to count, all of them with -1, which a page does not show."""
    terms = showing.terms(world, "need", locale)
    try:
        counted = {value.slug: value.count for value in finding.facet_counts(world, ("need",), locale)["need"]}
    except finding.SearchIsDown:
        return tuple(FacetValue(term.slug, term.name, -1) for term in terms)
    return tuple(FacetValue(term.slug, term.name, counted[term.slug]) for term in terms if counted.get(term.slug))


def need_groups(needs: tuple[FacetValue, ...]) -> tuple[NeedGroup, ...]:
    return tuple(NeedGroup(name, tuple(members)) for name, members in grouped(needs))
