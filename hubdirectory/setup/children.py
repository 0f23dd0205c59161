"""Child processes that never outlive the process that started them."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def dies_with_parent(sign: int = signal.SIGTERM) -> Callable[[], None]:
    """For `Popen(preexec_fn=…)`: Linux sends `sign` to the child when the thread that started it ends.

    Call it from a thread that lives as long as the child should; the main thread is best.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, int(sign))

    return ask


def stop(child: subprocess.Popen[bytes], sign: int = signal.SIGTERM, patience: float = 10) -> None:
    """Asks a child to end, and ends it when it has not after `patience` seconds."""
    if child.poll() is not None:
        return
    child.send_signal(sign)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
