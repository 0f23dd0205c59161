"""What the pages of this front door do alike."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import sessions
from hubdirectory.actions.accounts.passkeys import Party
from hubdirectory.actions.accounts.sessions import Opened, SessionState
from hubdirectory.domain.devices import device_of
from hubdirectory.domain.signing_in import safe_next
from hubdirectory.web import signing_in
from hubdirectory.web.doors import first_door
from hubdirectory.web.pages import Crumb
from hubdirectory.web.world import the_world


def crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Home"), url_for("residents.home")), *(Crumb(*step) for step in steps))


def account_crumbs() -> tuple[Crumb, ...]:
    return crumbs((gettext("Your account"), url_for("accounts.account")))


def wanted() -> str:
    """Where the visitor wanted to go before signing in; "" for nowhere in particular."""
    return safe_next(request.args.get("next", ""))


def device() -> str:
    return device_of(request.headers.get("User-Agent", ""))


def this_session() -> Opened | None:
    return signing_in.opened()


def session_id() -> str:
    opened = signing_in.opened()
    return opened.id if opened else ""


def signed_in(opened: Opened) -> Response:
    """Leads on after a step of signing in, with the new session's cookie. The form token is renewed too."""
    if opened.state is SessionState.WAITING:
        to = url_for("accounts.second_step", next=opened.next_address or None)
    else:
        to = opened.next_address or first_door(opened.actor)
    before = this_session()
    if before and before.id != opened.id:
        sessions.leave(the_world(), before)
    session.clear()
    return signing_in.give_cookie(redirect(to, 303), opened)  # type: ignore[arg-type]


def signed_out(to: str) -> Response:
    session.clear()
    return signing_in.take_cookie(redirect(to, 303))  # type: ignore[arg-type]


def party() -> Party:
    """This site as passkeys know it: its public address; on a development server, whatever it is visited by."""
    settings = the_world().settings
    address = settings.public_url if settings.production else request.host_url
    parts = urlsplit(address)
    return Party(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def passkeys_work_here() -> bool:
    """Browsers make passkeys for a name, and not for a number such as 127.0.0.1."""
    try:
        ip_address(party().id)
    except ValueError:
        return True
    return False


def wait_words(seconds: int) -> str:
    """What somebody is told who has to wait."""
    if seconds < 60:
        wait = ngettext("%(num)s second", "%(num)s seconds", seconds)
    else:
        wait = ngettext("%(num)s minute", "%(num)s minutes", -(-seconds // 60))
    return gettext("That was tried too often. Wait %(wait)s and try again.", wait=wait)
