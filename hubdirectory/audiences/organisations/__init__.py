"""Organisations' front door: claim what is ours, keep it right, on a phone with one thumb."""

from __future__ import annotations

from flask import Blueprint, request

from hubdirectory.domain.picturing import LARGEST_BYTES

blueprint = Blueprint("organisations", __name__, url_prefix="/our")
public = Blueprint("pictures", __name__)

# A photograph that is too large is told so; only what is far beyond is cut off on its way.
LARGEST_UPLOAD = 4 * LARGEST_BYTES


@blueprint.url_value_preprocessor
def _room_for_a_picture(endpoint: str | None, _values: object) -> None:
    if endpoint == "organisations.add_picture":
        request.max_content_length = LARGEST_UPLOAD


from . import (  # noqa: E402, F401
    claims,
    comparing,
    counted,
    editing,
    figures,
    home,
    life,
    members,
    pictures,
    referrals,
    times,
    when_where,
)
