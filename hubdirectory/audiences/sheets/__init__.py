"""The front door for whoever holds a sheet: by its link, without an account."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("sheets", __name__)

from . import living  # noqa: E402, F401
