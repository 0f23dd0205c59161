"""`hub test`: what the tests need besides Python packages, the checks of the code, then pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hubdirectory.setup.children import dies_with_parent, stop
from hubdirectory.setup.debian import prepare_system_packages
from hubdirectory.setup.node import NODE_MODULES, install_npm_packages
from hubdirectory.setup.steps import (
    PYTHON,
    REPOSITORY,
    command_environment,
    do_again,
    done_once,
    fingerprint_of,
    progress,
)

ENGINES = Path(__file__).parent / "engines"
CHECKS = (
    ("Checking the style of the code", ("-m", "ruff", "check", "--quiet", ".")),
    ("Checking the types", ("-m", "mypy")),
)
# A folder in memory, where there is one and room enough: nothing that a test writes has to outlast it, and waiting for
# disks was a good part of the time.
IN_MEMORY, ROOM_BYTES, FREE_BYTES = Path("/dev/shm"), 4 << 30, 8 << 30  # noqa: S108
ALONE = {"-n", "--pdb", "-s", "--trace", "--collect-only", "--co", "--fixtures"}


def prepare_engines() -> None:
    """Meilisearch and axe from npm, the browser and fonts from the system's own packages."""
    if not (NODE_MODULES / "engines" / "node_modules").exists():
        do_again("engines")
    pins = fingerprint_of([ENGINES / "package.json", ENGINES / "package-lock.json"])
    done_once("engines", pins, "Installing Meilisearch for the tests",
              lambda: install_npm_packages(ENGINES, "engines"))
    prepare_system_packages()


def run_tests(arguments: Sequence[str]) -> int:
    """The exit code: pytest's own, or 1 when a check of the code failed. With arguments, only pytest runs."""
    failed = [] if arguments else [sentence for sentence, words in CHECKS if not _passes(sentence, words)]
    code = _pytest(arguments)
    for sentence in failed:
        print(f"{sentence} found something: see above the tests.", file=sys.stderr)
    return code or int(bool(failed))


def _passes(sentence: str, words: Sequence[str]) -> bool:
    with progress(sentence):
        ran = subprocess.run([PYTHON, *words], cwd=REPOSITORY, capture_output=True, text=True)
    if ran.returncode:
        print(ran.stdout, ran.stderr, flush=True)
    return ran.returncode == 0


def _pytest(arguments: Sequence[str]) -> int:
    # One more than the cores of a small machine: a good half of the time is spent waiting for disks and browsers.
    workers = [] if ALONE.intersection(arguments) else ["-n", "3", "--dist", "loadfile"]
    child = subprocess.Popen(
        [PYTHON, "-m", "pytest", *workers, *arguments],
        cwd=REPOSITORY, env=command_environment(temporary_folder()), preexec_fn=dies_with_parent(),
    )
    try:
        return child.wait()
    except KeyboardInterrupt:
        return child.wait(30)
    finally:
        stop(child)


def temporary_folder(memory: Path = IN_MEMORY, facts: Path = Path("/proc/meminfo")) -> dict[str, str]:
    """TMPDIR for the tests, where none is set: in memory, or nothing at all where there is too little of it."""
    try:
        found, lines = os.statvfs(memory), facts.read_text().splitlines()
    except OSError:
        return {}
    free = next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)
    room = found.f_bavail * found.f_frsize
    # Some tests run programs that they have just written.
    if "TMPDIR" in os.environ or found.f_flag & os.ST_NOEXEC or room < ROOM_BYTES or free < FREE_BYTES:
        return {}
    return {"TMPDIR": str(memory)}
