"""The form about the person in front of one. It is sent by POST, so that a postcode stands in no address and no history."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from flask import redirect, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from hubdirectory.actions.navigating.whence import whence
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.asked import Wish, wish_from
from hubdirectory.audiences.navigators.finding import find_page
from hubdirectory.audiences.navigators.helping import address_of, sheet_address, typed
from hubdirectory.audiences.navigators.starting import start_page
from hubdirectory.web.access import current_actor
from hubdirectory.web.world import the_world


@blueprint.post("/find", endpoint="ask")
def ask() -> str | Response:
    """Everything goes on by GET, but for a place that is not known: its page is this very answer, and is kept nowhere."""
    wish, postcode, go = wish_from(request.form), typed("postcode", 200), typed("go")
    if "to" in request.form:
        return redirect(_another(request.form["to"], wish.picks), 303)
    if go == "forget":
        wish = replace(wish, spot=None, ward="")
    elif postcode:
        found = whence(the_world(), current_actor(), postcode)
        if found is None:
            wrong = (("postcode", gettext("We do not know this postcode or place. Check it, or leave it empty.")),)
            return (find_page if typed("from") == "find" else start_page)(wish, postcode=postcode, wrong=wrong)
        wish = replace(wish, spot=found.spot, ward=found.ward)
    return redirect(_next(wish, go), 303)


def _another(address: str, picks: tuple[str, ...]) -> str:
    """Another page of what fits, as its button says, with what is picked by now."""
    there = wish_from(MultiDict(parse_qsl(address.partition("?")[2])))
    return address_of("find", replace(there, picks=picks), page=there.page if there.page > 1 else None)


def _next(wish: Wish, go: str) -> str:
    if go == "sheet" and wish.picks:
        return sheet_address(wish)
    return address_of("shortlist" if go in ("shortlist", "sheet") and wish.picks else "find", wish)
