"""What PDFs and the tests need from the system's packages: installed where that is allowed, otherwise named."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from ctypes.util import find_library
from pathlib import Path

from hubdirectory.setup.chromium import find_chromium
from hubdirectory.setup.steps import PYTHON, SetupError, is_done, mark_done, progress, quietly

Needs = Mapping[str, Callable[[], object]]

# package -> what shows that it is there
FOR_SHEETS: Needs = {
    "libpango-1.0-0": lambda: find_library("pango-1.0"),
    "libpangoft2-1.0-0": lambda: find_library("pangoft2-1.0"),
    "libharfbuzz-subset0": lambda: find_library("harfbuzz-subset"),
    "fonts-noto-core": lambda: _has_font("NotoNaskhArabic*") or _has_font("NotoSansArabic*"),
}
FOR_TESTS: Needs = {"poppler-utils": lambda: shutil.which("pdftotext")}


def prepare_sheets() -> None:
    """What draws sheets as PDFs. Tried once, and never fails: without it the sheet's page offers printing alone."""
    missing = _missing(FOR_SHEETS)
    if missing and not is_done("sheets", "tried"):
        _install(missing, "PDFs of sheets cannot be made yet")
        mark_done("sheets", "tried")


def prepare_system_packages() -> None:
    """Never fails: a test that misses something says so itself."""
    missing = _missing({**FOR_SHEETS, **FOR_TESTS})
    if not find_chromium() and not _is_ubuntu():
        missing.append("chromium")
    if missing:
        _install(missing, "Some tests will be left out")
    if not find_chromium() and _is_ubuntu():
        _playwright_chromium()


def _missing(needs: Needs) -> list[str]:
    return [package for package, is_there in needs.items() if not is_there()]


def _install(packages: list[str], otherwise: str) -> None:
    as_root = _as_root()
    by_hand = f"sudo apt install {' '.join(packages)}"
    if as_root is None:
        print(f"{otherwise}. To have that: {by_hand}")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*as_root, "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    try:
        with progress(f"Installing {', '.join(packages)}"):
            quietly([*apt, "update"], "", env=environment)
            quietly([*apt, "install", "--no-install-recommends", *packages], "", env=environment)
    except SetupError as error:
        print(f"{error}\n{otherwise}. To have that: {by_hand}")


def _as_root() -> list[str] | None:
    """What to put before a command that root must run; None where that cannot be done without asking."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    asked = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True)
    return ["sudo", "-n"] if asked and asked.returncode == 0 else None


def _playwright_chromium() -> None:
    """Ubuntu's own chromium is a snap, which cannot be driven; Playwright brings one that can."""
    try:
        with progress("Installing Chromium"):
            quietly([PYTHON, "-m", "playwright", "install", "--with-deps", "chromium"], "")
    except SetupError as error:
        print(f"{error}\nTests in a browser will be left out. Set TEST_CHROMIUM to a Chromium of your own.")


def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=ubuntu" in release.read_text().splitlines()


def _has_font(pattern: str) -> bool:
    return any(Path("/usr/share/fonts").rglob(pattern))
