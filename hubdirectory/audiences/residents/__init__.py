"""Residents' front door: no account, no cookie, no script needed."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("residents", __name__)

from . import a_to_z, calendars, find, home, hub_pages, information, needs, records, reports, suggestions, today  # noqa: E402, F401
