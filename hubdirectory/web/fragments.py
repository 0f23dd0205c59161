"""Pieces of a page that are the same whenever what goes into them is the same: rendered once and kept.

A results page has some hundred choices, and nearly all of them stood on the page before with the same count. What goes
in is the whole key, so a kept piece can never show what is no longer so.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any

from flask import get_template_attribute, request
from markupsafe import Markup

from hubdirectory.web.locales import chosen_locale, current_locale
from hubdirectory.web.pages import NOTHING

MOST_KEPT = 10_000
_kept: dict[Hashable, Markup] = {}


def kept(macro: Any, *given: Hashable) -> Markup:
    """What the macro makes of what it is given, in the page's language. For macros that look at nothing else."""
    return piece((tongue(), macro.name, *given), lambda: Markup(macro(*given)))  # noqa: S704 (our own template)


def kept_each(macro: Any, given: Iterable[Hashable]) -> Markup:
    """The same of each, one after the other."""
    spoken = tongue()
    return NOTHING.join([piece((spoken, macro.name, one), partial(macro, one)) for one in given])


def macro(template: str, name: str) -> Any:
    """A macro of ours by its template and name, without an import in each page that shows it: an import costs more."""
    return get_template_attribute(template, name)


def tongue() -> tuple[str, bool]:
    """The page's language, and whether its links have to keep it because somebody chose it: part of every key."""
    return current_locale(), bool(chosen_locale(request))


def piece(given: Hashable, make: Callable[[], Markup]) -> Markup:
    """What `make` makes of what is given (the tongue among it) and of nothing else."""
    made = _kept.get(given)
    if made is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        made = _kept[given] = make()
    return made
