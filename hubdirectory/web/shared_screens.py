"""A screen in a hub that everybody may touch: who comes next finds nothing of who was there before.

The device has a cookie that names the hub and the visit. Its pages are kept by no cache, begin anew when nobody touches
them for a minute, and lead no Back button into an earlier visit (assets/scripts/parts/shared.js).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request

from hubdirectory.web.addresses import address

COOKIE = "hub_screen"
LASTS = 365 * 24 * 60 * 60
_VALUE = re.compile(r"([a-z0-9][a-z0-9-]{0,89})\.([0-9a-f]{16})")


@dataclass(frozen=True)
class SharedScreen:
    """The hub's slug, and a word for the visit that this page belongs to."""

    hub: str
    visit: str

    @property
    def begin(self) -> str:
        """Where a visit begins."""
        return address("residents.touch", slug=self.hub)


def this_screen() -> SharedScreen | None:
    """What the device that asks is; None for somebody's own."""
    found = _VALUE.fullmatch(request.cookies.get(COOKIE, ""))
    return SharedScreen(*found.groups()) if found else None


def begin_visit(response: Response, hub: str) -> Response:
    """Makes the device the hub's shared screen, or begins the next visit there."""
    screen = SharedScreen(hub, secrets.token_hex(8))
    response.set_cookie(
        COOKIE, f"{screen.hub}.{screen.visit}", max_age=LASTS, httponly=True, samesite="Strict", path="/",
        secure=bool(current_app.extensions["world"].settings.production),
    )  # fmt: skip
    g.shared_screen = screen
    return response


def end_screen(response: Response) -> Response:
    """Makes the device somebody's own again."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
    return response


def keep_nothing_there(app: Flask) -> None:
    """No page that a shared screen shows stays in its cache."""

    @app.after_request
    def _forget(response: Response) -> Response:
        if request.cookies.get(COOKIE):
            response.headers["Cache-Control"] = "no-store"
        return response
