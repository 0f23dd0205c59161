"""Who may open which page: one table, read by one guard.

Actions enforce permissions of their own; this table is what the front doors reflect. An endpoint that is not in it
cannot be opened, and the application refuses to start with one.
"""

from __future__ import annotations

from enum import StrEnum

from flask import Flask, abort, g, request

from hubdirectory.domain.states import Role


class Permission(StrEnum):
    """What a visitor does at an address."""

    FIND = "find"  # search and read what is published
    REPORT = "report"  # say that something is wrong
    WATCH = "watch"  # ask, as a machine, whether the site is well


EVERYBODY = frozenset(Role)

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.FIND: EVERYBODY,
    Permission.REPORT: EVERYBODY,
    Permission.WATCH: EVERYBODY,
}

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


def may(role: Role, permission: Permission) -> bool:
    return role in ALLOWED[permission]


def guard_every_page(app: Flask) -> None:
    """Put the guard before every page of the app. Raises LookupError, naming them, for endpoints without a line above."""
    undeclared = sorted(set(app.view_functions) - set(ENDPOINTS))
    if undeclared:
        raise LookupError(f"No permission is declared for {', '.join(undeclared)}; add each to web/access.py.")
    app.before_request(_guard)


def _guard() -> None:
    # No endpoint: the address is not ours, and Flask answers 404 or 405 by itself.
    if request.endpoint and not may(current_role(), ENDPOINTS[request.endpoint]):
        abort(403)


def current_role() -> Role:
    return g.get("role", Role.RESIDENT)
