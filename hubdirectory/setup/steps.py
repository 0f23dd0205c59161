"""A set-up step: done once for a given input, one line of progress; fails with a sentence."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "setup"


class SetupError(Exception):
    """A step that could not be done; the message says what to do about it."""


def done_once(name: str, fingerprint: str, sentence: str, work: Callable[[], object]) -> None:
    """Does `work`, with a line of progress, unless it was done before for the same fingerprint."""
    if is_done(name, fingerprint):
        return
    with progress(sentence):
        work()
    mark_done(name, fingerprint)


def mark_done(name: str, fingerprint: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(fingerprint)


def is_done(name: str, fingerprint: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == fingerprint


def do_again(name: str) -> None:
    """Forgets that a step was done."""
    (STAMPS / name).unlink(missing_ok=True)


@contextmanager
def progress(sentence: str) -> Iterator[None]:
    """One line: what is being done, then the seconds that it took."""
    started = time.monotonic()
    print(f"{sentence} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(" did not work.", flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Two set-ups of one checkout wait for each other. The folder itself is what is locked."""
    folder = os.open(REPOSITORY, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def quietly(command: Sequence[str | Path], advice: str, **kwargs: object) -> str:
    """What a command printed. Raises SetupError with its last lines and the advice when it fails."""
    words = [str(word) for word in command]
    ran = subprocess.run(  # type: ignore[call-overload]
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        text=True, errors="replace", **kwargs,
    )
    if ran.returncode:
        last = "\n".join(ran.stdout.strip().splitlines()[-15:])
        raise SetupError(f"{last}\n\n{Path(words[0]).name} did not finish. {advice}")
    return str(ran.stdout)


def fingerprint_of(files: Iterable[Path], *words: str) -> str:
    """Changes when a file's name or contents does."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(REPOSITORY)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def command_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which the directory's own code runs, from whatever folder."""
    paths = [str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **(extra or {})}


def complain(error: SetupError) -> int:
    """Prints the sentence; answers with the exit code of a failure."""
    print(f"\n{error}", file=sys.stderr)
    return 1
