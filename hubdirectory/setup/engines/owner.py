"""The keeper's other end: who starts it, and who asks it for an engine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass

from hubdirectory.setup.engines.engine import EngineMissing
from hubdirectory.setup.steps import command_environment

DOOR = "HUB_ENGINES_DOOR"


@dataclass
class Owner:
    """Holds the keeper's life. Its door is in the environment, where child processes find it too."""

    process: subprocess.Popen[str]

    def close(self) -> None:
        """Stops every engine, and waits until they have stopped."""
        self.process.communicate(timeout=60)
        os.environ.pop(DOOR, None)


def start_keeper() -> Owner:
    """Starts a keeper in a session of its own, so that Ctrl-C in a terminal lets the tests end first."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hubdirectory.setup.engines.keeper"], env=command_environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )
    if process.stdout:
        os.environ[DOOR] = process.stdout.readline().strip()
    return Owner(process)


def engine(name: str) -> dict[str, str]:
    """The details of an engine, started if it was not yet. Raises EngineMissing with why there is none."""
    with socket.socket(socket.AF_UNIX) as door:
        door.settimeout(120)
        door.connect(os.environ[DOOR])
        with door.makefile("rw") as lines:
            lines.write(f"{name}\n")
            lines.flush()
            details: dict[str, str] = json.loads(lines.readline())
    if "missing" in details:
        raise EngineMissing(details["missing"])
    return details
