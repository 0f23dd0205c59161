"""What went wrong, what was kept, what to do: in our own frame, and as JSON where a machine asked."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, jsonify, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from hubdirectory.actions.crisis import Crisis, about_abuse, crisis_in
from hubdirectory.web.pages import Page, render
from hubdirectory.web.site import current_site

KNOWN = (403, 404, 405, 410, 503)


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """Something went wrong.

    explanation: what happened, in a sentence
    advice: what to do now
    offer_search: whether the search box is worth offering
    crisis: what was typed speaks of one, whatever went wrong
    """

    template: ClassVar[str] = "error.html"
    explanation: str
    advice: str
    offer_search: bool = True
    crisis: Crisis | None = None


class SearchAway(HTTPException):
    """No engine answers: browsing still works."""

    code = 503

    def __init__(self, crisis: Crisis | None = None) -> None:
        super().__init__()
        self.crisis = crisis


def _words(code: int, error: Exception | None) -> tuple[str, str, str]:
    """Heading, explanation and advice of a status."""
    if isinstance(error, SearchAway):
        return (
            gettext("Search is not working just now"),
            gettext("The rest of the site works. Nothing that you typed was kept."),
            gettext("Look through what people need, the hubs, or the A to Z. Or try your search again in a few minutes."),
        )
    known = {
        400: (
            gettext("We could not read that"),
            gettext("Something in the address or the form was not what we expected."),
            gettext("Go back and try again, or start from the search."),
        ),
        403: (
            gettext("This page is not for everybody"),
            gettext("You need to be signed in with the right account to see it."),
            gettext("Start from the search, or go to the home page."),
        ),
        404: (
            gettext("We cannot find that page"),
            gettext("The address may be mistyped, or the page may have gone."),
            gettext("Search for what you need, or look through the lists."),
        ),
        405: (
            gettext("That does not work at this address"),
            gettext("A form was sent to a page that takes none."),
            gettext("Go back and try again, or start from the search."),
        ),
        410: (
            gettext("This is not listed any more"),
            gettext("It has closed, or whoever ran it took it off the list."),
            gettext("Something else may help. Search for what you need."),
        ),
        503: (
            gettext("The directory is not working just now"),
            gettext("It is our fault, not yours. Nothing that you typed was kept."),
            gettext("Please try again in a few minutes. If it cannot wait, ring a hub or one of the numbers here."),
        ),
    }
    broken = (
        gettext("Something went wrong on our side"),
        gettext("It is our fault, not yours. Nothing that you typed was kept."),
        gettext("Please try again in a few minutes. If it cannot wait, ring a hub or one of the numbers here."),
    )
    return known.get(code, broken)


def error_response(code: int, error: Exception | None = None) -> Response:
    """The answer for a status, as the asker reads it. From 500 on it asks the database nothing."""
    heading, explanation, advice = _words(code, error)
    # By the lists alone, which need neither a database nor an index.
    crisis = getattr(error, "crisis", None) or crisis_in(request.args.get("q", ""))
    if request.path.endswith(".json") or request.path.startswith("/health"):
        response = jsonify(error=heading, status=code, **({"crisis": True} if crisis else {}))
    else:
        # Where it is our fault the database may be why: only what was last known of it is shown.
        current_site(away=code >= 500 and not isinstance(error, SearchAway))
        page = ErrorPage(title=heading, explanation=explanation, advice=advice, indexable=False,
                         offer_search=code not in (500, 503), crisis=crisis,
                         discreet=about_abuse(crisis))  # fmt: skip
        response = Response(render(page), mimetype="text/html")
    response.status_code = code
    if code == 503:
        response.headers["Retry-After"] = "60"
    return response


def answer_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> Response:
        code = error.code or 500
        if code < 400:
            return error.get_response()  # type: ignore[return-value]
        response = error_response(code if code in KNOWN or code >= 500 else 400, error)
        response.status_code = code
        response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
        return response

    @app.errorhandler(Exception)
    def _broken(error: Exception) -> Response:
        if app.config["PROPAGATE_EXCEPTIONS"]:
            raise error
        # Neither the address nor the error's own message: both may hold what somebody searched for.
        frames = "".join(traceback.format_tb(error.__traceback__))
        app.logger.error("%s failed: %s\n%s", request.endpoint, type(error).__name__, frames)
        return error_response(500, error)
