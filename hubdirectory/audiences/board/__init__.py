"""The board's front door: the day at the hubs for whoever runs it, notices for everybody, and being told by e-mail."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("board", __name__)

from . import acting, duty, following, notices, sheet, today  # noqa: E402, F401
