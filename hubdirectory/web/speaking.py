"""A part of an answer in another language than its page: a sheet for somebody whose language the navigator does not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from flask_babel import force_locale, get_domain

from hubdirectory.web.locales import current_locale
from hubdirectory.web.translating import RequestDomain


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Inside, everything is said in this language, dates and directions too."""
    before, domain = current_locale(), get_domain()
    g.locale = locale
    try:
        with force_locale(locale):
            # A domain of its own: that of the request holds on to the catalogue of the page.
            RequestDomain(getattr(domain, "_domain", domain)).as_default()
            yield
    finally:
        g.locale = before
        domain.as_default()
