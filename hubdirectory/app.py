"""The composition root: the only module that knows every room."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from flask_babel import Babel
from flask_compress import Compress
from flask_wtf import CSRFProtect
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise

from hubdirectory.actions.world import open_world
from hubdirectory.audiences import accounts, board, confirming, machines, manager, navigators, organisations, residents, sheets
from hubdirectory.config import REPOSITORY, Settings, load_settings, secret_key
from hubdirectory.web import (
    access,
    assets,
    errors,
    filters,
    headers,
    interrupted,
    locales,
    shared_screens,
    signing_in,
    translating,
)
from hubdirectory.web.cookie_session import CookieSessions
from hubdirectory.web.site import Facts, current_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from hubdirectory.actions.world import World

FRONT_DOORS = (
    residents.blueprint, residents.lists.blueprint, accounts.blueprint, organisations.blueprint, organisations.public,
    confirming.blueprint, manager.blueprint, board.blueprint, navigators.blueprint, sheets.blueprint,
    machines.blueprint,
)  # fmt: skip


class SlugConverter(BaseConverter):
    """A record's name in an address. Anything else is no page of ours, and never reaches the database."""

    regex = "[a-z0-9][a-z0-9-]{0,89}"


class Website(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing of ours is asynchronous; Flask would ask some fourteen functions at each page."""
        return func


def create_app(settings: Settings | None = None, world: World | None = None) -> Flask:
    """The website. With a world of your own (tests), its settings are used."""
    settings = world.settings if world else settings or load_settings()
    app = Website("hubdirectory", static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key(settings), SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production, PERMANENT_SESSION_LIFETIME=timedelta(hours=4),
        # A form may stay open while somebody looks something up; it is good for as long as its cookie.
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages tell nobody where a visitor comes from, so that a form over https has no referrer to be checked.
        WTF_CSRF_SSL_STRICT=False,
        # Level 6 would take half as long again to save one byte in twenty.
        MAX_CONTENT_LENGTH=1_000_000, COMPRESS_ALGORITHM="gzip", COMPRESS_LEVEL=4, COMPRESS_MIN_SIZE=500,
        BABEL_TRANSLATION_DIRECTORIES=str(REPOSITORY / "translations"), BABEL_DEFAULT_TIMEZONE="Europe/London",
    )  # fmt: skip
    app.session_interface = CookieSessions()
    app.url_map.converters["slug"] = SlugConverter
    _furnish(app, world or open_world(settings))
    for front_door in FRONT_DOORS:
        app.register_blueprint(front_door)
    access.guard_every_page(app)
    _read_at_one_moment(app, app.extensions["world"])
    _serve_static(app, settings)
    return app


def _furnish(app: Flask, world: World) -> None:
    """What pages reach for, and what is done to every answer."""
    app.extensions["world"] = world
    app.extensions["assets"] = assets.Assets()
    app.extensions["site_facts"] = Facts(world)
    Babel(app, locale_selector=locales.current_locale)
    translating.keep_catalogue(app)
    # Before anybody is known: where a visit is over, nobody is.
    shared_screens.keep_nothing_there(app)
    signing_in.remember_who(app)
    CSRFProtect(app)
    interrupted.answer_old_forms(app)
    Compress(app)
    headers.say_headers(app, world.settings.tile_url, world.settings.production)
    locales.keep_choice(app)
    errors.answer_errors(app)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(InterfaceError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    filters.teach(app.jinja_env)
    app.jinja_env.globals.update(
        asset=app.extensions["assets"].address, tile_url=world.settings.tile_url, tile_credit=world.settings.tile_credit,
    )  # fmt: skip
    app.context_processor(lambda: {"site": current_site()})


def _database_away(error: Exception) -> Response:
    return interrupted.not_saved() or errors.error_response(503, error)


def _read_at_one_moment(app: Flask, world: World) -> None:
    """A page that is only looked at reads all that it shows in one session."""
    answer = app.wsgi_app

    def in_one_session(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return answer(environ, start_response)
        with world.database.sharing():
            return answer(environ, start_response)

    app.wsgi_app = in_one_session  # type: ignore[method-assign]


def _serve_static(app: Flask, settings: Settings) -> None:
    """Built files straight from the disk, kept by browsers for ever where their names carry a hash."""
    if settings.production:
        # One proxy in front, which says what scheme and host the visitor used.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(assets.STATIC), prefix=assets.PREFIX, immutable_file_test=assets.kept_for_ever,
        add_headers_function=headers.say_static_headers,
    )  # fmt: skip
