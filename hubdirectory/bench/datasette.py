"""The same results page by Datasette: full-text search and six facets over the same rows.

Datasette is no part of the product: it is fetched into an environment of its own when this is measured.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from hubdirectory.actions.world import World
from hubdirectory.indexing.rebuild import every_document
from hubdirectory.setup.children import dies_with_parent, free_port, stop
from hubdirectory.setup.packages import REQUIREMENTS
from hubdirectory.setup.steps import VENV, SetupError
from search.query import FACETS

from .servers import wait_for

ENVIRONMENT = VENV / "datasette"
SIX = FACETS[:6]
TEXTS = ("name", "summary", "organisation", "description")


class NoDatasette(Exception):
    """It could not be fetched; the message says what to do."""


def program() -> Path:
    """Datasette's own, fetched the first time. Raises NoDatasette."""
    found = ENVIRONMENT / "bin" / "datasette"
    if not found.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True, capture_output=True)
            subprocess.run(
                [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes",
                 "-r", REQUIREMENTS / "datasette.txt"], check=True, capture_output=True,
            )  # fmt: skip
        except (subprocess.CalledProcessError, SetupError) as error:
            raise NoDatasette("Datasette could not be fetched: is the network there?") from error
    return found


def write(world: World, file: Path) -> None:
    """One row for each service with its texts, and the first value of each of six facets (more would cost it more)."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        columns = ", ".join(f'"{name}" TEXT' for name in (*TEXTS, *SIX))
        connection.execute(f"CREATE TABLE service (number INTEGER PRIMARY KEY, {columns})")
        connection.executemany(f"INSERT INTO service VALUES (?{', ?' * (len(TEXTS) + len(SIX))})", _rows(world))  # noqa: S608
        for group in SIX:
            connection.execute(f'CREATE INDEX "by_{group}" ON service ("{group}")')
        connection.execute(
            f"CREATE VIRTUAL TABLE service_fts USING fts5({', '.join(TEXTS)}, content='service', content_rowid='number')"
        )
        connection.execute("INSERT INTO service_fts (service_fts) VALUES ('rebuild')")
    connection.close()


def _rows(world: World) -> Iterator[tuple[object, ...]]:
    for document in every_document(world.database):
        texts = (document.text.get(field, "") for field in TEXTS)
        yield (document.number, *texts, *(next(iter(document.facets.get(group, ())), None) for group in SIX))


@contextmanager
def serving(file: Path) -> Iterator[int]:
    """Its port. Without the time limits that would leave the facets out."""
    port, log = free_port(), file.with_suffix(".log")
    with log.open("wb") as words:
        command: list[str | Path] = [program(), "serve", "--immutable", file, "--port", str(port)]
        for limit in ("sql_time_limit_ms", "facet_time_limit_ms"):
            command += ["--setting", limit, "60000"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, preexec_fn=dies_with_parent())
    try:
        wait_for(f"http://127.0.0.1:{port}/-/versions.json", process, log)
        yield port
    finally:
        stop(process)


def path(file: Path, words: str) -> str:
    """The address of its page of 20 results with six facets."""
    asked = [("_search", words), ("_size", "20"), *(("_facet", group) for group in SIX)]
    return f"/{file.stem}/service?{urlencode(asked)}"
