"""Who is signed in, for every request: `g.actor`, read from the session that a cookie names."""

from __future__ import annotations

from flask import Flask, Request, Response, current_app, g, request

from hubdirectory.actions.accounts import sessions
from hubdirectory.actions.accounts.sessions import Opened, SessionState

COOKIE = "hub_session"


def remember_who(app: Flask) -> None:
    """Load the actor before anything else is asked. A request without our cookie costs nothing and sets none."""
    app.before_request(_load)
    app.after_request(_keep_nothing)


def opened() -> Opened | None:
    """The session that the request's cookie names, whatever its state; None without one."""
    return g.get("opened")


def give_cookie(response: Response, opened: Opened) -> Response:
    """Put a new session's token into its cookie: until the browser closes, or for as long as the session may last."""
    lasts = int((opened.expires_at - opened.began_at).total_seconds()) if opened.stays else None
    response.set_cookie(COOKIE, opened.token, max_age=lasts, httponly=True, samesite="Lax", secure=_secure(), path="/")
    return response


def take_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=_secure())
    return response


def _secure() -> bool:
    return bool(current_app.extensions["world"].settings.production)


def _load() -> None:
    token = _token(request)
    if not token:
        return
    found = sessions.open_session(current_app.extensions["world"], token)
    if found:
        g.opened = found
        if found.state is SessionState.OPEN:
            g.actor = found.actor


def _token(asked: Request) -> str:
    return asked.cookies.get(COOKIE, "")[:200]


def _keep_nothing(response: Response) -> Response:
    """A page of somebody signed in must not be seen by whoever uses the computer next."""
    if g.get("opened") is not None:
        response.headers["Cache-Control"] = "no-store"
    return response
