"""The other pages of a search, and the other orders of it."""

from __future__ import annotations

from dataclasses import dataclass

from hubdirectory.actions.results import Asked, SearchPage
from hubdirectory.audiences.residents.asked import pairs_of
from hubdirectory.audiences.residents.outcome import search_address
from hubdirectory.web.addresses import with_changes
from hubdirectory.web.names import SORTS


@dataclass(frozen=True)
class SortLink:
    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class PagerLink:
    """A page's number and address; number None is a gap."""

    number: int | None
    address: str
    current: bool


@dataclass(frozen=True)
class Pager:
    before: str
    after: str
    links: tuple[PagerLink, ...]


def sorts(asked: Asked) -> tuple[SortLink, ...]:
    pairs = pairs_of(asked)
    return tuple(
        SortLink(str(name), search_address(with_changes(pairs, {"sort": slug if slug != "relevance" else None})),
                 slug == asked.sort)
        for slug, name in SORTS.items() if slug != "distance" or asked.near
    )  # fmt: skip


def pager(asked: Asked, found: SearchPage) -> Pager | None:
    if found.pages < 2:
        return None
    first = search_address(pairs_of(asked))
    numbers = sorted(number for number in {1, found.pages, *range(found.page - 2, found.page + 3)} if 1 <= number <= found.pages)
    links: list[PagerLink] = []
    for number in numbers:
        if links and links[-1].number is not None and number - links[-1].number > 1:
            links.append(PagerLink(None, "", False))
        links.append(PagerLink(number, _page_address(first, number), number == found.page))
    before = _page_address(first, found.page - 1) if found.page > 1 else ""
    after = _page_address(first, found.page + 1) if found.page < found.pages else ""
    return Pager(before, after, tuple(links))


def _page_address(first: str, number: int) -> str:
    return first if number == 1 else f"{first}{'&' if '?' in first else '?'}page={number}"
