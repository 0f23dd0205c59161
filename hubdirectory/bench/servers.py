"""The real processes that are put to the test: a Meilisearch, a proxy before it, our web server and our worker."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from hubdirectory.config import REPOSITORY
from hubdirectory.setup.children import dies_with_parent, free_port, stop
from hubdirectory.setup.engines.meilisearch import checked_program

PATIENCE_SECONDS = 60
Child = subprocess.Popen[bytes]


class DidNotStart(Exception):
    """A process that was to be measured does not answer; the message gives its last words."""


class Meilisearch:
    """A server of our own, always on the same port and data: so that it can be stopped and come back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.key = folder, free_port(), secrets.token_hex(16)
        self.process: Child | None = None
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command: list[str | Path] = [
            checked_program(), "--db-path", self.folder / "data", "--http-addr", f"127.0.0.1:{self.port}",
            "--master-key", self.key, "--env", "development", "--no-analytics",
            "--max-indexing-memory", "200MiB", "--max-indexing-threads", "1",
        ]  # fmt: skip
        self.process = _child(command, self.folder, self.folder / "log")
        wait_for(f"{self.url}/health", self.process, self.folder / "log")

    def send(self, sign: int) -> None:
        if self.process:
            self.process.send_signal(sign)

    def stop(self) -> None:
        if self.process:
            stop(self.process)

    def kill(self) -> None:
        """Without a word of warning."""
        if self.process:
            self.process.kill()
            self.process.wait()


class Proxy:
    """hubdirectory.bench.proxy before a port."""

    def __init__(self, target: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hubdirectory.bench.proxy", str(target)], cwd=REPOSITORY, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=dies_with_parent(),
        )  # fmt: skip
        self.url = f"http://127.0.0.1:{self._answer()}"

    def mode(self, mode: str) -> None:
        """Returns when it is in force."""
        print(mode, file=self.process.stdin, flush=True)
        self._answer()

    def close(self) -> None:
        self.process.communicate(timeout=10)

    def _answer(self) -> str:
        return self.process.stdout.readline().strip() if self.process.stdout else ""


class Hub:
    """An installation's own processes: `serve` and `worker`, with these settings. Their words are kept in files in `logs`."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.instance, self.logs, self.port = instance, instance, free_port()
        self.environment = {**_without_settings(os.environ), "HUB_INSTANCE": str(instance), "PORT": str(self.port), **settings}
        self.children: list[Child] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *verb: str) -> Child:
        """`start("worker")`, or any other command of `hub`."""
        child = _child([sys.executable, "-m", "hubdirectory", *verb], REPOSITORY, self.log(verb[0]), self.environment)
        self.children.append(child)
        return child

    def serve(self, *options: str) -> Child:
        """The web server, once it answers."""
        child = self.start("serve", *options)
        wait_for(f"{self.url}/health/live", child, self.log("serve"))
        return child

    def log(self, verb: str) -> Path:
        return self.logs / f"{verb}.log"

    def run(self, *verb: str) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "hubdirectory", *verb], cwd=REPOSITORY, env=self.environment, capture_output=True, text=True,
            timeout=600,
        )  # fmt: skip

    def close(self) -> None:
        for child in self.children:
            with suppress(ProcessLookupError):
                child.send_signal(signal.SIGCONT)
            stop(child)


def _child(command: Sequence[str | Path], folder: Path, log: Path, environment: Mapping[str, str] | None = None) -> Child:
    with log.open("ab") as words:
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            preexec_fn=dies_with_parent(),
        )  # fmt: skip


def _without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without what a developer set for an installation of their own."""
    ours = re.compile(r"^(HUB_|MEILI_|DATABASE_URL|SEARCH_|SECRET_KEY|PORT$|MAIL_URL|TILE_|NOMINATIM_|SITE_NAME|TOWN$|DISTRICT_)")
    return {name: value for name, value in environ.items() if not ours.match(name)}


def wait_for(url: str, process: Child, log: Path) -> None:
    """Until it answers. Raises DidNotStart."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return
        time.sleep(0.05)
    stop(process)
    raise DidNotStart(f"{url} did not answer. Last words: {log.read_text(errors='replace')[-800:]}")
