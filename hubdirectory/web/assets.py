"""Addresses of built styles, scripts, fonts and images, whose names carry a hash of their contents."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent
STATIC = ROOM / "static"
BUILT = STATIC / "built"
PREFIX = "/static/"

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


class Assets:
    """The built files by their plain names. A name that was never built is a KeyError that says how to build."""

    def __init__(self, folder: Path = BUILT) -> None:
        manifest = folder / "manifest.json"
        self.names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}

    def address(self, name: str) -> str:
        if name not in self.names:
            raise KeyError(f"{name} is not built; run ./hub setup")
        return f"{PREFIX}built/{self.names[name]}"


def kept_for_ever(_path: str, url: str) -> bool:
    """Whether a browser may keep this file for ever: a changed file has another name."""
    return bool(_HASHED.search(url))


def built_file(name: str, folder: Path = BUILT) -> bytes:
    """A built file's own bytes, for what has to be answered at another address."""
    return (folder / Assets(folder).names[name]).read_bytes()
