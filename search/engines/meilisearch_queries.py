"""A query as the parts of one multi-search."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..query import Near, Query, Sort

ANYWHERE_SHOWN = 5


def _either(attribute: str, values: Iterable[str | int]) -> str:
    """A filter that holds for any of the values; for none of them where there are no values."""
    return f"{attribute} IN [{', '.join(json.dumps(value, ensure_ascii=False) for value in values)}]"


class Asking:
    """One query of ours: the counted list first, then a part per facet group with a choice, then what is elsewhere."""

    def __init__(self, index: str, query: Query, words: str) -> None:
        self.index, self.query, self.words = index, query, words
        self.chosen = {group: values for group, values in query.chosen.items() if values}
        self.groups_apart = [group for group in query.facets if group in self.chosen]
        self.has_anywhere = query.near is not None and not query.anywhere

    @property
    def sorts_by_itself(self) -> bool:
        return bool(self.words) and self.query.sort in (Sort.NAME, Sort.CONFIRMED, Sort.DISTANCE) and bool(self._sort())

    def queries(self) -> list[dict[str, Any]]:
        shared = [group for group in self.query.facets if group not in self.chosen]
        main = self._part(self._listed(), facets=shared, page=self.query.page, hitsPerPage=self.query.per_page)
        apart = [self._part(self._listed(without=group), facets=[group], page=1, hitsPerPage=0) for group in self.groups_apart]
        elsewhere = [self._elsewhere_part()] if self.has_anywhere else []
        return [main, *apart, *elsewhere]

    def counting(self) -> dict[str, Any]:
        return self._part(self._listed(), page=1, hitsPerPage=0)

    def _elsewhere_part(self) -> dict[str, Any]:
        part = self._part(self._elsewhere(), page=1, hitsPerPage=ANYWHERE_SHOWN)
        part.pop("distinct", None)
        return part

    def _part(self, filters: list[str], **more: Any) -> dict[str, Any]:
        part: dict[str, Any] = {
            "indexUid": self.index, "q": self.words, "matchingStrategy": "all", "filter": filters,
            "attributesToRetrieve": ["number", "sort_name", "confirmed", "within"], **more,
        }  # fmt: skip
        if self.query.near and not self.query.anywhere:
            part["distinct"] = "number"
        if sort := self._sort():
            part["sort"] = sort
        return part

    def _sort(self) -> list[str]:
        near = self.query.near
        match self.query.sort:
            case Sort.NAME:
                return ["sort_name:asc", "number:asc"]
            case Sort.CONFIRMED:
                return ["confirmed:desc", "number:asc"]
        return [f"_geoPoint({near.latitude}, {near.longitude}):asc"] if near and not self.query.anywhere else []

    def _filtered(self, without: str = "") -> list[str]:
        filters = [_either(group, values) for group, values in self.chosen.items() if group != without]
        if self.query.patterns is not None:
            filters.append(_either("pattern", sorted(self.query.patterns)))
        if self.query.among is not None:
            filters.append(_either("number", sorted(self.query.among)))
        if self.query.besides:
            filters.append(f"NOT {_either('number', sorted(self.query.besides))}")
        return filters

    def _listed(self, without: str = "") -> list[str]:
        if self.query.anywhere:
            return self._elsewhere(without)
        near = self.query.near
        if near is None:
            return [*self._filtered(without), "main = true"]
        return [*self._filtered(without), "placed = true" if near.everywhere else _either("at", near.places)]

    def _elsewhere(self, without: str = "") -> list[str]:
        filters = [*self._filtered(without), "main = true", "remote = true"]
        near: Near | None = self.query.near
        if near is None:
            return filters
        return [*filters, "placed = false" if near.everywhere else f"NOT {_either('within', near.places)}"]

    def sort_key(self, hit: dict[str, Any]) -> tuple[Any, ...]:
        match self.query.sort:
            case Sort.NAME:
                return (hit["sort_name"], hit["number"])
            case Sort.DISTANCE:
                return (miles_of(self.query, hit), -hit["confirmed"], hit["number"])
        return (-hit["confirmed"], hit["number"])


def miles_of(query: Query, hit: dict[str, Any]) -> float | None:
    """The distance that the asker worked out for the nearest place; the server's own figure is for sorting only."""
    if query.near is None:
        return None
    return min((query.near.places[place] for place in hit.get("within", ()) if place in query.near.places), default=None)
