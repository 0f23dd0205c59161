"""One look-up of the catalogue per request: a page asks for some 300 strings, and Flask-Babel looks anew for each."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import Domain, get_domain


class RequestDomain(Domain):
    """The app's domain for one request: its catalogue is found at the first string and kept."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._translations: Any = None

    def get_translations(self) -> Any:
        if self._translations is None:
            self._translations = self._domain.get_translations()
        return self._translations


def keep_catalogue(app: Flask) -> None:
    @app.before_request
    def _keep() -> None:
        RequestDomain(get_domain()).as_default()
