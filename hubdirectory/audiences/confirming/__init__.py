"""The front door of a reminder's links: whoever was mailed answers without an account, and without a cookie.

A page that is only opened changes nothing, since programs that read mails open every link. The forms carry no token of
their own against forgery: the signed link in their address is one, and it was mailed to nobody else. So they work in a
mail program's own browser, and on a page that stayed open for days.
"""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

blueprint = Blueprint("confirming", __name__, url_prefix="/still-right")


@blueprint.record_once
def _no_cookie_needed(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(blueprint)


from . import changing, confirming, stopping, trouble  # noqa: E402, F401
