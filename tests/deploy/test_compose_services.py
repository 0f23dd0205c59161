"""Our services as docker-compose.yml runs them: the same command, settings and health check, without the containers.

What a container would give is put in its place: folders for volumes, loopback ports for host names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from hubdirectory.config import load_settings
from hubdirectory.geocoding.loading import load
from hubdirectory.indexing import backlog, touch
from hubdirectory.models import Service, database_of
from hubdirectory.setup.children import dies_with_parent, free_port, stop
from hubdirectory.setup.engines.engine import EngineMissing
from hubdirectory.setup.engines.meilisearch import checked_program
from hubdirectory.setup.steps import PYTHON, REPOSITORY

PATIENCE_SECONDS = 180


@dataclass
class Native:
    """A stand-in for `docker compose`: runs one service's words, translated."""

    compose: dict[str, Any]
    places: dict[str, str]

    def translated(self, text: str) -> str:
        for there, here in self.places.items():
            text = text.replace(there, here)
        return text.replace("$$", "$")

    def environment(self, name: str) -> dict[str, str]:
        """Only what the image and the file give: nothing of this machine's own settings."""
        image = {"PATH": f"{PYTHON.parent}{os.pathsep}/usr/bin{os.pathsep}/bin", "PYTHONPATH": str(REPOSITORY)}
        given = self.compose["services"][name].get("environment", {})
        return {**image, **{key: self.translated(default_of(str(value))) for key, value in given.items()}}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        words = [self.translated(str(word)) for word in self.compose["services"][name]["command"]]
        return subprocess.Popen(words, env=self.environment(name), cwd=REPOSITORY, preexec_fn=dies_with_parent())

    def is_healthy(self, name: str) -> bool:
        _, *words = self.compose["services"][name]["healthcheck"]["test"]
        words = [self.translated(str(word)) for word in words]
        return subprocess.run(words, env=self.environment(name), cwd=REPOSITORY, capture_output=True).returncode == 0

    def wait_until_healthy(self, name: str, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.is_healthy(name):
            assert process.poll() is None, f"{name} ended with {process.returncode}"
            assert time.monotonic() < until, f"{name} was not healthy within {PATIENCE_SECONDS} seconds"
            time.sleep(0.2)


def default_of(value: str) -> str:
    """What `${NAME:-default}` is where the operator set nothing."""
    return value.removesuffix("}").partition(":-")[2] if value.startswith("${") else value


@pytest.fixture(scope="module")
def native(compose: dict[str, Any], tmp_path_factory: pytest.TempPathFactory, postgresql_server: Any) -> Native:
    """Volumes as folders, with the secrets that the service of that name makes, and a database of its own."""
    volumes = tmp_path_factory.mktemp("volumes")
    for name in compose["volumes"]:
        (volumes / name).mkdir()
    meilisearch_port, web_port = str(free_port()), str(free_port())
    places = {
        "http://meilisearch:7700": f"http://127.0.0.1:{meilisearch_port}",
        "7700": meilisearch_port,
        "5000": web_port,
        "0.0.0.0": "127.0.0.1",
        "/bin/meilisearch": str(program()),
        "/meili_data": str(volumes / "meilisearch"),
        "/secrets": str(volumes / "secrets"),
        "/instance": str(volumes / "instance"),
    }
    native = Native(compose, places)
    assert native.start("secrets").wait(30) == 0
    at_the_tests_own_server(volumes / "secrets" / "database_url", postgresql_server.new_database())
    load(volumes / "instance" / "postcodes.db", ["TS"])  # else the first start loads all of Great Britain
    return native


def program() -> Path:
    try:
        return checked_program()
    except EngineMissing as error:
        if os.environ.get("HUB_REQUIRE_ENGINES") == "1":
            pytest.fail(str(error))
        pytest.skip(str(error))


def at_the_tests_own_server(secret: Path, database: str) -> None:
    """Account and password stay as they were made; only where the server is changes."""
    theirs, ours = make_url(secret.read_text()), make_url(database)
    moved = theirs.set(host=ours.host, port=ours.port, database=ours.database)
    secret.chmod(0o644)
    secret.write_text(moved.render_as_string(hide_password=False))


@pytest.fixture(scope="module")
def meilisearch(native: Native) -> Iterator[subprocess.Popen[bytes]]:
    process = native.start("meilisearch")
    try:
        native.wait_until_healthy("meilisearch", process)
        yield process
    finally:
        stop(process)


@pytest.fixture(scope="module")
def web(native: Native, meilisearch: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = native.start("web")
    try:
        native.wait_until_healthy("web", process)
        yield process
    finally:
        stop(process)


@pytest.fixture(scope="module")
def worker(native: Native, web: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = native.start("worker")
    try:
        native.wait_until_healthy("worker", process)
        yield process
    finally:
        stop(process)


@pytest.fixture
def installation(native: Native) -> Any:
    """The settings as web and worker read them."""
    return load_settings(native.environment("web"))


def test_a_health_check_fails_before_its_service_runs(native: Native) -> None:
    assert not native.is_healthy("web")
    assert not native.is_healthy("meilisearch")


@pytest.mark.skipif(not shutil.which("curl"), reason="Meilisearch's image checks its health with curl")
def test_meilisearch_starts_as_it_is_told(meilisearch: Any) -> None:
    assert meilisearch.poll() is None


def test_web_serves_pages_from_the_database_that_it_made(web: Any, native: Native, installation: Any) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{installation.port}/", timeout=10) as answer:
        assert answer.status == 200
    assert installation.database_url.startswith("postgresql+psycopg://hub:")
    assert installation.uses_meilisearch
    assert installation.production


def test_the_worker_brings_an_edit_to_both_indexes(worker: Any, native: Native, installation: Any) -> None:
    sample = [sys.executable, "-m", "hubdirectory", "sample-town"]
    subprocess.run(sample, env=native.environment("web"), cwd=REPOSITORY, check=True, capture_output=True)
    database = database_of(installation.database_url)
    with database.writing() as session:
        some = session.scalars(select(Service.id).limit(5)).all()
        touch(session, some, installation.engine_names)
    until = time.monotonic() + PATIENCE_SECONDS
    while waiting := sum(backlog(database, name).waiting for name in installation.engine_names):
        assert time.monotonic() < until, f"{waiting} changes still wait"
        time.sleep(0.2)
    database.close()
    checked = subprocess.run(
        [sys.executable, "-m", "hubdirectory", "index", "check"],
        env=native.environment("worker"), cwd=REPOSITORY, capture_output=True, text=True,
    )
    assert checked.stdout.splitlines() == ["embedded: clean.", "meilisearch: clean."]


def test_they_end_when_they_are_asked_to(native: Native, web: Any, worker: Any) -> None:
    for process in (worker, web):
        started = time.monotonic()
        stop(process)
        assert process.returncode == 0
        assert time.monotonic() - started < 9
    assert not native.is_healthy("web")
