"""Residents' front door: no account, no cookie, no script needed."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("residents", __name__)

from . import (  # noqa: E402, F401
    a_to_z,
    calendars,
    easy_read,
    find,
    home,
    hub_pages,
    information,
    lists,
    needs,
    records,
    reports,
    start,
    start_next,
    suggestions,
    today,
    touch,
)
