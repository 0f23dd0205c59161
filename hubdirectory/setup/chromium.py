"""Where the browser is that the tests and the pictures drive."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Quiet at start: nothing is asked of the network, and it runs in a container without a sandbox of its own.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)
NAMES = ("chromium", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """The path of a Chromium: `TEST_CHROMIUM`, else Playwright's own, else the system's, else empty."""
    if os.environ.get("TEST_CHROMIUM"):
        return os.environ["TEST_CHROMIUM"]
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    own = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else next(filter(None, map(shutil.which, NAMES)), "")
