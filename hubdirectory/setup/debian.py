"""What the tests need from the system's packages: installed where that is allowed, otherwise named."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from hubdirectory.setup.chromium import find_chromium
from hubdirectory.setup.steps import PYTHON, SetupError, progress, quietly

# package -> what shows that it is there
NEEDED = {
    "poppler-utils": lambda: shutil.which("pdftotext"),
    "fonts-noto-core": lambda: _has_font("NotoNaskhArabic*") or _has_font("NotoSansArabic*"),
}


def prepare_system_packages() -> None:
    """Never fails: a test that misses something says so itself."""
    missing = [package for package, is_there in NEEDED.items() if not is_there()]
    if not find_chromium() and not _is_ubuntu():
        missing.append("chromium")
    if missing:
        _install(missing)
    if not find_chromium() and _is_ubuntu():
        _playwright_chromium()


def _install(packages: list[str]) -> None:
    as_root = _as_root()
    by_hand = f"sudo apt install {' '.join(packages)}"
    if as_root is None:
        print(f"Some tests need what is not on this machine. To have them run: {by_hand}")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*as_root, "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    try:
        with progress(f"Installing {', '.join(packages)}"):
            quietly([*apt, "update"], "", env=environment)
            quietly([*apt, "install", "--no-install-recommends", *packages], "", env=environment)
    except SetupError as error:
        print(f"{error}\nSome tests will be left out. To have them run: {by_hand}")


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
