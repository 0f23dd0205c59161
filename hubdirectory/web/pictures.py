"""Our own line drawings, put into the page itself so that they take its colours, light or dark."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from hubdirectory.web.assets import ROOM

PICTURES = ROOM / "assets" / "pictures"


@cache
def picture(name: str) -> Markup:
    """A drawing by its name, as SVG. All of them are decoration, and hidden from screen readers."""
    return Markup((PICTURES / f"{name}.svg").read_text(encoding="utf-8").strip())  # noqa: S704 - our own file


@cache
def icon(name: str) -> Markup:
    return picture(f"icons/{name}")
