"""The keeper: a process that starts engines on request and stops them all when its owner is gone.

Its owner holds the other end of its standard input: when that closes, however the owner ended, the keeper
stops what it started. Anybody who knows its socket asks with one line, such as `meilisearch`, and is answered
with one line of JSON. It has one thread only, since Linux ties a child's life to the thread that started it.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hubdirectory.setup.engines.engine import Engine, EngineMissing
from hubdirectory.setup.engines.meilisearch import start_meilisearch
from hubdirectory.setup.engines.postgresql import start_postgresql

PREFIX = "hub-engines-"
STARTERS: dict[str, Callable[[Path], Engine]] = {
    "meilisearch": start_meilisearch,
    "postgresql": start_postgresql,
}


class Keeper:
    """Engines by name, each started once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engines: dict[str, Engine] = {}
        self.answers: dict[str, dict[str, str]] = {}

    def answer(self, name: str) -> dict[str, str]:
        """An engine's details, or `{"missing": why}`."""
        if name not in self.answers:
            self.answers[name] = self._start(name)
        return self.answers[name]

    def _start(self, name: str) -> dict[str, str]:
        if name not in STARTERS:
            return {"missing": f"There is no engine called {name}."}
        folder = self.folder / name
        folder.mkdir()
        try:
            self.engines[name] = STARTERS[name](folder)
        except (EngineMissing, OSError) as error:
            return {"missing": str(error)}
        return self.engines[name].details

    def stop(self) -> None:
        for engine in self.engines.values():
            engine.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main() -> None:
    """Prints the socket's path, then serves until the owner is gone."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    (folder / "pid").write_text(str(os.getpid()))
    keeper = Keeper(folder)
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(folder / "door"))
            (folder / "door").chmod(0o600)
            door.listen(16)
            print(folder / "door", flush=True)
            serve(keeper, door)
    finally:
        keeper.stop()


def serve(keeper: Keeper, door: socket.socket) -> None:
    """One question at a time, until standard input closes."""
    while True:
        ready, _, _ = select.select([sys.stdin, door], [], [])
        if sys.stdin in ready:
            return
        visitor, _ = door.accept()
        with visitor, visitor.makefile("rw") as lines:
            lines.write(json.dumps(keeper.answer(lines.readline().strip())) + "\n")


def sweep() -> None:
    """Removes the folders of keepers that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            os.kill(int((folder / "pid").read_text()), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (OSError, ValueError):
            continue


if __name__ == "__main__":
    main()
