"""Which permission a page asks for, read by one guard; who has which is domain/permissions.py.

An endpoint that is not in this table cannot be opened, and the application refuses to start with one.
"""

from __future__ import annotations

from flask import Flask, abort, g, request

from hubdirectory.actions.acting import VISITOR, Actor, NotAllowed
from hubdirectory.domain.permissions import Permission

ENDPOINTS: dict[str, Permission] = {
    "residents.home": Permission.FIND,
    "residents.search": Permission.FIND,
    "residents.search_json": Permission.FIND,
    "residents.suggest": Permission.FIND,
    "residents.service": Permission.FIND,
    "residents.organisation": Permission.FIND,
    "residents.hubs": Permission.FIND,
    "residents.hub": Permission.FIND,
    "residents.place": Permission.FIND,
    "residents.needs": Permission.FIND,
    "residents.need": Permission.FIND,
    "residents.a_to_z": Permission.FIND,
    "residents.a_to_z_letter": Permission.FIND,
    "residents.about": Permission.FIND,
    "residents.accessibility": Permission.FIND,
    "residents.privacy": Permission.FIND,
    "residents.cookies": Permission.FIND,
    "residents.exit_page": Permission.FIND,
    "residents.report": Permission.REPORT,
    "residents.report_thanks": Permission.REPORT,
    "machines.live": Permission.WATCH,
    "machines.ready": Permission.WATCH,
    "machines.sitemap": Permission.FIND,
    "machines.robots": Permission.FIND,
    "machines.webmanifest": Permission.FIND,
}


def guard_every_page(app: Flask) -> None:
    """Put the guard before every page of the app. Raises LookupError, naming them, for endpoints without a line above."""
    undeclared = sorted(set(app.view_functions) - set(ENDPOINTS))
    if undeclared:
        raise LookupError(f"No permission is declared for {', '.join(undeclared)}; add each to web/access.py.")
    app.before_request(_guard)
    app.register_error_handler(NotAllowed, lambda _error: abort(403))


def _guard() -> None:
    # No endpoint: the address is not ours, and Flask answers 404 or 405 by itself.
    if request.endpoint and not current_actor().may(ENDPOINTS[request.endpoint]):
        abort(403)


def current_actor() -> Actor:
    """Who is signed in in this session, else a visitor."""
    actor: Actor = g.get("actor", VISITOR)
    return actor
