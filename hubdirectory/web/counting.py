"""Counting for organisations: what happened to which record, and nothing of who it was. Robots and prefetches are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import g, request

from hubdirectory.actions import meaning
from hubdirectory.actions.organisations import counting
from hubdirectory.actions.results import Asked, SearchPage
from hubdirectory.actions.workbench import counting as searches
from hubdirectory.domain.figures import What
from hubdirectory.web.sources import source
from hubdirectory.web.world import the_world

_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|scrapy|headless", re.IGNORECASE)


def seen(kind: str, record_id: str) -> None:
    """Its page was opened."""
    if _is_somebody():
        counting.count(the_world(), kind, [record_id], What.SEEN)


def found(service_ids: Iterable[str], needs: Iterable[str] = ()) -> None:
    """These services stood on a page of results, for these needs if any were chosen."""
    if _is_somebody():
        counting.count(the_world(), "service", list(service_ids), What.FOUND, ["", *needs])


def searched(asked: Asked, found: SearchPage) -> None:
    """What a search for words came to. One that is narrowed by choices says nothing about the words."""
    narrowed = asked.chosen or asked.open_now or asked.within is not None or asked.page > 1
    if asked.q and found.crisis is None and not narrowed and _is_somebody():
        outcome = searches.of_results(found.total, found.anywhere_total, found.relaxed)
        searches.note(the_world(), searches.Search(asked.q, _visitor(), outcome))


def opened(words: str) -> None:
    """A result of a search for these words was opened: the browser says so by itself, and anybody may say so of any words."""
    if _is_somebody("POST") and meaning.crisis_of(the_world(), words) is None:
        searches.note(the_world(), searches.Search(words, _visitor()))


def _visitor() -> str:
    """Tells visitors apart, roughly. It is hashed before it is written anywhere."""
    return f"{source()} {request.headers.get('User-Agent', '')}"


def _is_somebody(method: str = "GET") -> bool:
    """Not a robot, not a page that a browser fetches in case, and not somebody who looks after records here."""
    if request.method != method or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    robot = _ROBOT.search(request.headers.get("User-Agent", ""))
    return robot is None and not (g.get("actor") and g.actor.memberships)
