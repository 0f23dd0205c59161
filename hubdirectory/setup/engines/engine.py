"""What every engine has: how to reach it, and how to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class EngineMissing(Exception):
    """An engine that cannot be had on this machine; the message says what to do."""


@dataclass(frozen=True)
class Engine:
    """A server that runs. `details` are plain strings, such as its `url`."""

    details: dict[str, str]
    stop: Callable[[], None]
