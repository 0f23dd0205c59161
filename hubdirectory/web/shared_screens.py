"""A screen in a hub that everybody may touch: who comes next finds nothing of who was there before.

The device has a cookie that names the hub, the visit, and when the visit was last heard of. Its pages are kept by no
cache, begin anew when nobody touches them for a minute, and lead no Back button into an earlier visit
(assets/scripts/parts/shared.js). Where no page of ours is left to do so, for somebody went to another site, the first
request after a while begins anew instead of being answered.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace

from flask import Flask, Response, current_app, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hubdirectory.web.addresses import address

COOKIE = "hub_screen"
LASTS = 365 * 24 * 60 * 60
# Longer than a page waits for a touch, and for saying that there was one.
OVER_SECONDS = 90
_VALUE = re.compile(r"([a-z0-9][a-z0-9-]{0,89})\.([0-9a-f]{16})(?:\.([0-9]{1,11}))?")
_BEGINS = "residents.touch"


@dataclass(frozen=True)
class SharedScreen:
    """The hub's slug, a word for the visit that this page belongs to, and its last moment in seconds since 1970."""

    hub: str
    visit: str
    moment: int

    @property
    def begin(self) -> str:
        """Where a visit begins: in no language that somebody before chose."""
        return address(_BEGINS, slug=self.hub, lang=None)

    @property
    def heard(self) -> str:
        """What a page asks for while it is touched and nothing else is asked for."""
        return address("residents.touched", lang=None)


def this_screen() -> SharedScreen | None:
    """What the device that asks is, in the visit that goes on or has just begun; None for somebody's own."""
    if "shared_screen" not in g:
        found = _VALUE.fullmatch(request.cookies.get(COOKIE, ""))
        g.shared_screen = SharedScreen(found[1], found[2], int(found[3] or 0)) if found else None
    screen: SharedScreen | None = g.shared_screen
    return screen


def begin_visit(hub: str) -> None:
    """The answer makes the device the hub's shared screen, or begins the next visit there."""
    g.shared_screen = SharedScreen(hub, secrets.token_hex(8), _now())


def end_screen() -> None:
    """The answer makes the device somebody's own again."""
    g.shared_screen = None


def keep_nothing_there(app: Flask) -> None:
    """No page that a shared screen shows stays in its cache; and a visit that nobody heard of for a while is over."""
    app.before_request(_begin_anew)
    app.after_request(_forget)


def _begin_anew() -> AnyResponse | None:
    screen = this_screen()
    if screen and _is_over(screen) and request.endpoint != _BEGINS:
        return redirect(screen.begin, 303)
    return None


def _forget(response: Response) -> Response:
    screen = this_screen()
    if screen:
        if not _is_over(screen):
            _give_cookie(response, replace(screen, moment=_now()))
    elif COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
    if screen or COOKIE in request.cookies:
        response.headers["Cache-Control"] = "no-store"
    return response


def _give_cookie(response: Response, screen: SharedScreen) -> None:
    # Lax as the session's is: a link from elsewhere must not bring the one without the other.
    response.set_cookie(
        COOKIE, f"{screen.hub}.{screen.visit}.{screen.moment}", max_age=LASTS, httponly=True, samesite="Lax", path="/",
        secure=bool(current_app.extensions["world"].settings.production),
    )  # fmt: skip


def _is_over(screen: SharedScreen) -> bool:
    return abs(_now() - screen.moment) > OVER_SECONDS


def _now() -> int:
    return int(current_app.extensions["world"].now().timestamp())
