"""Counting for organisations: what happened to which record, and nothing of who it was. Robots and prefetches are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import g, request

from hubdirectory.actions.organisations import counting
from hubdirectory.domain.figures import What
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


def _is_somebody() -> bool:
    """Not a robot, not a page that a browser fetches in case, and not somebody who looks after records here."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    robot = _ROBOT.search(request.headers.get("User-Agent", ""))
    return robot is None and not (g.get("actor") and g.actor.memberships)
