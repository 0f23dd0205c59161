"""Addresses that keep a search whole, and absolute ones for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from hubdirectory.web.locales import DEFAULT, LANGUAGES, LanguageLink, chosen_locale, current_locale

Pairs = tuple[tuple[str, str], ...]


def with_changes(pairs: Pairs, set_to: Mapping[str, object] | None = None, without: Iterable[tuple[str, str]] = ()) -> Pairs:
    """The pairs of a query string with some keys set (None takes the key away) and some single pairs taken out."""
    set_to, gone = set_to or {}, set(without)
    kept = tuple(pair for pair in pairs if pair[0] not in set_to and pair not in gone)
    return kept + tuple((key, str(value)) for key, value in set_to.items() if value is not None)


def query_address(path: str, pairs: Pairs) -> str:
    """A path with its query string; empty values are left out."""
    query = urlencode([pair for pair in pairs if pair[1]])
    return f"{path}?{query}" if query else path


_PLAIN: dict[tuple[str, str | None, str, bool], str] = {}
A_SLUG = "a-slug-to-replace"


def address(endpoint: str, **values: Any) -> str:
    """As `url_for`, in templates too; what depends on nothing but the language and a slug is worked out once."""
    slug = values.get("slug")
    if values and (slug is None or len(values) > 1):
        return url_for(endpoint, **values)
    key = (endpoint, chosen_locale(request), request.script_root, slug is not None)
    found = _PLAIN.get(key)
    if found is None:
        found = _PLAIN[key] = url_for(endpoint) if slug is None else url_for(endpoint, slug=A_SLUG)
    return found.replace(A_SLUG, slug) if slug is not None else found


def absolute(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, _external=True, **values)


def canonical() -> str:
    """This page's own address for machines: no search words, no page number, the language only where it was chosen."""
    values = dict(request.view_args or {})
    chosen = chosen_locale(request)
    return absolute(request.endpoint or "residents.home", lang=chosen if chosen != DEFAULT else None, **values)


def language_links() -> tuple[LanguageLink, ...]:
    """This very page, search and all, in each language."""
    pairs = tuple((key, value) for key, values in request.args.lists() for value in values)
    now = current_locale()
    return tuple(
        LanguageLink(code, name, address, request.host_url.rstrip("/") + address, code == now)
        for code, name in LANGUAGES.items()
        if (address := query_address(request.path, with_changes(pairs, {"lang": code})))
    )


def in_no_language() -> str:
    """This page's address without a choice of language."""
    pairs = tuple((key, value) for key, values in request.args.lists() for value in values)
    return request.host_url.rstrip("/") + query_address(request.path, with_changes(pairs, {"lang": None}))


def map_link(latitude: float, longitude: float) -> str:
    return f"https://www.openstreetmap.org/directions?to={latitude:.5f}%2C{longitude:.5f}"
