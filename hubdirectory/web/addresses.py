"""Addresses that keep a search whole, and absolute ones for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Request, request, url_for

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
_WORKED_OUT_ONCE = {"slug", "lang"}
A_SLUG = "a-slug-to-replace"


def address(endpoint: str, **values: Any) -> str:
    """As `url_for`, in templates too; what depends on nothing but the language and a slug is worked out once."""
    if not values.keys() <= _WORKED_OUT_ONCE:
        return url_for(endpoint, **values)
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]
    slug, lang = values.get("slug"), values["lang"] if "lang" in values else chosen_locale(asked)
    key = (endpoint, lang, asked.script_root, slug is not None)
    found = _PLAIN.get(key)
    if found is None:
        found = url_for(endpoint, lang=lang) if slug is None else url_for(endpoint, lang=lang, slug=A_SLUG)
        _PLAIN[key] = found
    return found.replace(A_SLUG, slug) if slug is not None else found


def absolute(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, _external=True, **values)


def canonical() -> str:
    """This page's own address for machines: no search words, no page number, the language only where it was chosen."""
    values = dict(request.view_args or {})
    chosen = chosen_locale(request)
    path = address(request.endpoint or "residents.home", lang=chosen if chosen != DEFAULT else None, **values)
    return request.host_url.rstrip("/") + path


def language_links() -> tuple[LanguageLink, ...]:
    """This very page, search and all, in each language."""
    now, host = current_locale(), request.host_url.rstrip("/")
    path, query = request.path, urlencode([pair for pair in _asked_pairs() if pair[0] != "lang" and pair[1]])
    before = f"{path}?{query}&lang=" if query else f"{path}?lang="
    return tuple(
        LanguageLink(code, name, before + code, f"{host}{before}{code}", code == now) for code, name in LANGUAGES.items()
    )


def in_no_language() -> str:
    """This page's address without a choice of language."""
    return request.host_url.rstrip("/") + query_address(request.path, with_changes(_asked_pairs(), {"lang": None}))


def _asked_pairs() -> Pairs:
    return tuple((key, value) for key, values in request.args.lists() for value in values)


def map_link(latitude: float, longitude: float) -> str:
    return f"https://www.openstreetmap.org/directions?to={latitude:.5f}%2C{longitude:.5f}"
