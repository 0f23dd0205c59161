"""The front door of machines: search engines' robots, and whatever watches that the site is well."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("machines", __name__)

from . import crawling, health  # noqa: E402, F401
