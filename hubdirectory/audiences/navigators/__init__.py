"""The navigators' front door: from a person in front of one to the right next step, in a minute, with nothing kept of them."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("navigators", __name__, url_prefix="/navigate")

from . import (  # noqa: E402, F401
    asking,
    counted,
    finding,
    following,
    noting,
    offline,
    referrals,
    sheets,
    shortlisting,
    starting,
)
