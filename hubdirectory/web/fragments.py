"""Pieces of a page that are the same whenever what goes into them is the same: rendered once and kept.

A results page has some hundred choices, and nearly all of them stood on the page before with the same count. What goes
in is the whole key, so a kept piece can never show what is no longer so.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from markupsafe import Markup

from hubdirectory.web.locales import current_locale

MOST_KEPT = 30_000
_kept: dict[Hashable, Markup] = {}


def kept(macro: Any, *given: Hashable) -> Markup:
    """What the macro makes of what it is given, in the page's language. For macros that look at nothing else."""
    key = (macro.name, current_locale(), given)
    piece = _kept.get(key)
    if piece is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        piece = _kept[key] = Markup(macro(*given))  # noqa: S704 (made by our own template, escaped there)
    return piece
