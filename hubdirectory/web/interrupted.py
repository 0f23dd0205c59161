"""Nothing typed is lost when a session ends while somebody writes. Every form has this without doing anything for it.

A form that is sent by somebody who is signed out by now never reaches its page. What happens instead:

- The browser still has the cookie of a session that has ended: its account is known, so the fields are kept for that
  account (actions/accounts/kept_forms, encrypted, an hour) and the visitor is led to sign in, by link, password or
  passkey, on this device or another. After that /account/kept/ID shows what was typed, with a button that sends it.
- The browser has no such cookie, or the form's token is older than the sign-in: the answer is a page that holds the
  fields itself, with a way to sign in and a button that sends them again.

The form is then sent to its own address as if nothing had happened, and its page checks it as ever. Passwords, codes
and tokens are never kept (NEVER_KEPT); a chosen file cannot be, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from hubdirectory.actions.accounts import kept_forms
from hubdirectory.actions.accounts.sessions import Opened, SessionState
from hubdirectory.web import signing_in
from hubdirectory.web.errors import error_response
from hubdirectory.web.pages import Page, render
from hubdirectory.web.site import current_site

NEVER_KEPT = frozenset({"csrf_token", "password", "code", "credential"})
# What is typed there is about somebody else, who agreed to one place where it is kept: the answer alone holds it.
NOT_IN_THE_DATABASE = frozenset({
    "navigators.ask", "navigators.told", "navigators.save_template", "navigators.refer", "navigators.sheet",
    "organisations.decline_referral",
})  # fmt: skip
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class InterruptedPage(Page):
    """A form that has to be sent once more, with everything that was typed in it.

    explanation: what happened, in a sentence
    address: where the form is sent
    fields: its fields, in their order
    words: those of them that somebody would miss
    files: whether a file was chosen, which has to be chosen again
    sign_in: where to sign in first; "" where that is not needed
    """

    template: ClassVar[str] = "interrupted.html"
    explanation: str
    address: str
    fields: Pairs
    words: tuple[str, ...]
    files: bool
    sign_in: str


def hold() -> AnyResponse:
    """The answer to a form that was sent by somebody who is not signed in (any more)."""
    ended = signing_in.opened()
    if ended and ended.state is SessionState.ENDED and request.endpoint not in NOT_IN_THE_DATABASE:
        try:
            return _kept_for(ended)
        except kept_forms.TooLarge:
            pass
    return _held_in_the_page(gettext("You are not signed in any more. Everything that you typed is still here."), sign_in=True)


def not_saved() -> Response | None:
    """The answer to a form of ours that came while the database is away: a page that holds the fields, and sends them again.

    None for anything else. Nothing here asks the database.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") != "same-origin" or not _fields():
        return None
    current_site(away=True)
    response = _held_in_the_page(
        gettext("It could not be saved: the directory is not working just now. Everything that you typed is still here."),
    )
    response.status_code = 503
    response.headers["Retry-After"] = "60"
    return response


def answer_old_forms(app: Flask) -> None:
    """Answer forms whose token is no longer good; only those that came from a page of this site are held."""
    app.register_error_handler(CSRFError, _old_form)


def words_of(fields: Pairs) -> tuple[str, ...]:
    """What was typed rather than chosen."""
    return tuple(value for _, value in fields if len(value) > 12 or " " in value.strip())


def _old_form(error: CSRFError) -> AnyResponse:
    from hubdirectory.web.access import needs_sign_in

    # A form from elsewhere must not come to life under a button of ours.
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or not request.form:
        return error_response(400, error)
    if needs_sign_in():
        return hold()
    return _held_in_the_page(gettext("This page was open for a long time. Everything that you typed is still here."))


def _kept_for(ended: Opened) -> AnyResponse:
    kept = kept_forms.keep(current_app.extensions["world"], ended.account_id, _address(), _fields())
    return redirect(url_for("accounts.sign_in", next=url_for("accounts.kept", key=kept, lang=None), ended=1), 303)


def _held_in_the_page(explanation: str, sign_in: bool = False) -> Response:
    fields = _fields()
    page = InterruptedPage(
        title=gettext("Please send it once more"), indexable=False, explanation=explanation, address=_address(),
        fields=fields, words=words_of(fields), files=any(file.filename for file in request.files.values()),
        sign_in=url_for("accounts.sign_in") if sign_in else "",
    )  # fmt: skip
    response = make_response(render(page), 403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _address() -> str:
    return request.full_path.rstrip("?")


def _fields() -> Pairs:
    pairs = ((name, value) for name, values in request.form.lists() for value in values)
    return tuple((name, value) for name, value in pairs if name not in NEVER_KEPT and "password" not in name)
