"""What every test may ask for: real servers, a real browser, a folder that is nobody's installation.

The servers are started when a test first asks, once for all workers of a run, and stopped however the run ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from hubdirectory.config import DOCUMENTED, Settings, load_settings
from hubdirectory.setup.children import free_port
from hubdirectory.setup.chromium import ARGUMENTS, find_chromium
from hubdirectory.setup.engines.engine import EngineMissing
from hubdirectory.setup.engines.owner import DOOR, Owner, engine, start_keeper
from hubdirectory.setup.node import NODE_MODULES
from hubdirectory.setup.steps import REPOSITORY, VENV
from tests.factories.prepared import PreparedPostgresql

# What a developer set for an installation of their own is none of the tests' business.
OF_AN_INSTALLATION = [name for name in DOCUMENTED if name != "HUB_INSTANCE"]
ENDINGS = ("", "_FILE")
NOW = "2026-11-24T10:30"  # a Tuesday
KEEPER = pytest.StashKey[Owner]()


def pytest_configure(config: pytest.Config) -> None:
    for name in OF_AN_INSTALLATION:
        for ending in ENDINGS:
            os.environ.pop(name + ending, None)
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(VENV / "hypothesis"))
    compile_templates_once()
    compile_routes_once()
    list_static_files_once()
    # A worker would work out those of thousands of phrases first, for two minutes of each test that starts one.
    os.environ["SENTENCE_VECTORS"] = "no"
    if hasattr(config, "workerinput"):
        return
    config.stash[KEEPER] = start_keeper()
    os.environ["HUB_INSTANCE"] = str(Path(os.environ[DOOR]).parent / "instance")  # the keeper clears it away


def compile_templates_once() -> None:
    """Nearly every test of a page makes a website of its own, and compiling its templates was half of what that took."""
    from flask import Flask
    from jinja2 import FileSystemBytecodeCache

    folder = VENV / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(folder))}


def compile_routes_once() -> None:
    """A function for each of two hundred addresses, from its text alone: that was half of what a website took to make."""
    from werkzeug.routing import Rule

    compiled: dict[Any, Any] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        converters = tuple((name, type(one)) for name, one in rule._converters.items())
        key = (rule.rule, tuple(rule._trace), converters, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


def list_static_files_once() -> None:
    """What is in a folder of built files, which each website would look through anew."""
    from whitenoise import WhiteNoise

    listed: dict[Any, Any] = {}
    add_files = WhiteNoise.add_files

    def once(server: WhiteNoise, root: str, prefix: str | None = None) -> None:
        if (root, prefix) not in listed:
            add_files(server, root, prefix)
            listed[root, prefix] = dict(server.files)
        server.files.update(listed[root, prefix])

    WhiteNoise.add_files = once


def pytest_unconfigure(config: pytest.Config) -> None:
    keeper = config.stash.get(KEEPER, None)
    if keeper:
        keeper.close()


def missing(sentence: str) -> Any:
    """Skips, except where everything is required: there a missing engine is a failure."""
    if os.environ.get("HUB_REQUIRE_ENGINES") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def details_of(name: str) -> dict[str, str]:
    try:
        return engine(name)
    except (EngineMissing, KeyError, OSError) as error:
        return missing(str(error))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; it is not part of the product."""
    folder = Path(os.environ.get("HUB_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("The real data is not here: set HUB_SHARED_DATA to its folder.")
    return folder


@pytest.fixture(scope="session")
def prepared_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the sample town, as `hub run` prepares it; made once for all workers. Only to be copied."""
    from hubdirectory.deploy.prepare import prepare

    return made_once(tmp_path_factory, "prepared-town", lambda settings: prepare(settings, sample_town=True))


@pytest.fixture(scope="session")
def empty_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the tables, the words and the index that every directory begins with. Only to be copied."""
    return made_once(tmp_path_factory, "empty-directory", begin_directory)


@pytest.fixture(scope="session")
def prepared_postgresql(postgresql_server: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory) -> PreparedPostgresql:
    """The database of one test at a time, as every directory begins: `prepared_postgresql.url()`."""
    return PreparedPostgresql(postgresql_server, tmp_path_factory.mktemp("prepared-postgresql"), NOW)


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Settings], None]) -> Path:
    """The folder that `make` fills, the same for all workers of the run."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            make(load_settings({"HUB_INSTANCE": str(half)}))
            half.rename(folder)
    return folder


def begin_directory(settings: Settings) -> None:
    from hubdirectory.actions.starting import prepare_database
    from hubdirectory.actions.world import open_world
    from hubdirectory.indexing import rebuild

    settings.instance.mkdir(parents=True)
    prepare_database(settings)
    with closing(open_world(settings)) as world:
        rebuild(world.database, world.engines["embedded"])


@pytest.fixture(scope="session")
def sample_town(prepared_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an installation with the sample town and the embedded index: to look at, not to change."""
    return copied(prepared_town, tmp_path_factory.mktemp("town"))


@pytest.fixture
def own_town(prepared_town: Path, tmp_path: Path) -> Settings:
    """As `sample_town`, for one test to change."""
    return copied(prepared_town, tmp_path / "own-town")


def copied(town: Path, to: Path) -> Settings:
    shutil.copytree(town, to, dirs_exist_ok=True)
    return load_settings({"HUB_INSTANCE": str(to)})


@pytest.fixture(scope="session")
def site(sample_town: Settings) -> Iterator[str]:
    """The address of the website of `sample_town`, really served, for a browser: `page.goto(f"{site}/")`."""
    from hubdirectory.app import create_app
    from tests.factories.serving import serving

    with serving(create_app(sample_town)) as address:
        yield address


@dataclass(frozen=True)
class MeilisearchServer:
    """A real Meilisearch. It is shared: give every index a name of its own, such as `server.index_name()`."""

    url: str
    key: str

    def index_name(self) -> str:
        return f"test_{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def meilisearch_server() -> MeilisearchServer:
    if os.environ.get("TEST_MEILI_URL"):
        return MeilisearchServer(os.environ["TEST_MEILI_URL"], os.environ.get("TEST_MEILI_KEY", ""))
    details = details_of("meilisearch")
    return MeilisearchServer(details["url"], details["key"])


@dataclass
class PostgresqlServer:
    """A real PostgreSQL, on which each test has databases of its own."""

    url: str
    made: list[str] = field(default_factory=list)

    def new_database(self) -> str:
        """The URL of an empty database, `postgresql+psycopg://…`; dropped at the end of the run."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._say(f'CREATE DATABASE "{name}"')
        self.made.append(name)
        return f"{self.url}/{name}"

    def drop_all(self) -> None:
        while self.made:
            self._say(f'DROP DATABASE IF EXISTS "{self.made.pop()}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"{self.url.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    server = PostgresqlServer(os.environ.get("TEST_POSTGRESQL_URL") or details_of("postgresql")["url"])
    yield server
    server.drop_all()


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> str:
    """An empty PostgreSQL database for one test."""
    return postgresql_server.new_database()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium (a Playwright `Browser`)."""
    program = find_chromium()
    if not program:
        missing("There is no Chromium on this machine. On Debian: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page with no history or cookies. Whatever it asks of another machine is refused, and fails the test."""
    outside: list[str] = []
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": 1280, "height": 900})

    def only_here(route: Any) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    yield context.new_page()
    context.close()
    assert not outside, f"The page asked other machines: {', '.join(outside)}"


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core, to be run in a page: `page.evaluate(axe_script)`, then `page.evaluate("axe.run()")`."""
    file = NODE_MODULES / "engines" / "node_modules" / "axe-core" / "axe.min.js"
    return file.read_text() if file.exists() else missing("axe is not installed. Run ./hub setup --for-tests")


@dataclass
class MailServer:
    """A real SMTP server; `messages` are those that it took in."""

    url: str
    messages: list[EmailMessage]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Message

    taken: list[Any] = []

    class Keeping(Message):
        def __init__(self) -> None:
            super().__init__(EmailMessage)

        def handle_message(self, message: Any) -> None:
            # As a mail program reads it: aiosmtpd leaves headers and text as they were encoded for the way.
            taken.append(message_from_bytes(message.as_bytes(), policy=policy.default))

    controller = Controller(Keeping(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailServer(f"smtp://{controller.hostname}:{controller.port}", taken)
    controller.stop()
