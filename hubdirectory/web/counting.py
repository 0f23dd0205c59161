"""Counting for organisations: what happened to which record, and nothing of who it was. Robots and prefetches are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import current_app, g, request

from hubdirectory.actions.organisations import counting
from hubdirectory.domain.figures import What

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|scrapy|headless", re.IGNORECASE)


def seen(kind: str, record_id: str) -> None:
    """Its page was opened."""
    if _is_somebody():
        counting.count(_world(), kind, [record_id], What.SEEN)


def found(service_ids: Iterable[str], needs: Iterable[str] = ()) -> None:
    """These services stood on a page of results, for these needs if any were chosen."""
    if _is_somebody():
        counting.count(_world(), "service", list(service_ids), What.FOUND, ["", *needs])


def _is_somebody() -> bool:
    """Not a robot, not a page that a browser fetches in case, and not somebody who looks after records here."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    robot = _ROBOT.search(request.headers.get("User-Agent", ""))
    return robot is None and not (g.get("actor") and g.actor.memberships)


def _world() -> World:
    world: World = current_app.extensions["world"]
    return world
