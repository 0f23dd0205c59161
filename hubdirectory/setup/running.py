"""`hub run`: prepares a directory with the sample town in it, then keeps its web server and its worker going."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from types import FrameType

from hubdirectory.config import SettingsError, load_settings
from hubdirectory.setup.children import dies_with_parent, stop
from hubdirectory.setup.steps import PYTHON, SetupError, command_environment

PATIENCE_SECONDS = 120


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, or SIGTERM."""


def run_directory() -> int:
    """Serves until it is stopped (exit code 0), or until a part of it ends by itself."""
    port = _port()
    _check_free(port)
    prepared = subprocess.run(
        [PYTHON, "-m", "hubdirectory.deploy.prepare", "--sample-town"],
        env=command_environment(), preexec_fn=dies_with_parent(),
    )
    if prepared.returncode:
        return prepared.returncode
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _stop)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(_start("serve"))
        _wait_until_served(port, children)
        children.append(_start("worker"))
        print(f"Hub Directory is at http://127.0.0.1:{port}\nStop it with Ctrl-C.", flush=True)
        return _wait_for_any(children)
    except Stopped:
        return 0
    finally:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_IGN)
        for child in children:
            stop(child)


def _stop(sign: int, frame: FrameType | None) -> None:
    raise Stopped


def _start(verb: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PYTHON, "-m", "hubdirectory", verb], env=command_environment(), preexec_fn=dies_with_parent()
    )


def _wait_until_served(port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children):
            raise SetupError("It stopped while starting; the reason stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SetupError(f"It did not answer within {PATIENCE_SECONDS} seconds.")


def _wait_for_any(children: Sequence[subprocess.Popen[bytes]]) -> int:
    while True:
        for child in children:
            code = child.poll()
            if code is not None:
                print("A part of it has ended, so the rest ends too.", flush=True)
                return code or 1
        time.sleep(0.3)


def _port() -> int:
    try:
        return load_settings().port
    except (SettingsError, OSError) as error:
        raise SetupError(str(error)) from error


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SetupError(
                f"Something else listens on port {port} already. Stop it, or take another port: PORT=8000 ./hub run"
            ) from error
