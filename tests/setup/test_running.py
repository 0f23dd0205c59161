"""`hub run`, as a newcomer types it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from hubdirectory.setup.children import free_port
from hubdirectory.setup.steps import REPOSITORY

PATIENCE_SECONDS = 150


@dataclass
class Running:
    """`hub run` and what it has said so far."""

    process: subprocess.Popen[str]
    port: int
    said: str = ""

    @property
    def parts(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def start(instance: Path, port: int, **settings: str) -> Running:
    """From another folder, as far as the line with the address."""
    environment = {**os.environ, "HUB_INSTANCE": str(instance), "PORT": str(port), **settings}
    process = subprocess.Popen(
        [sys.executable, REPOSITORY / "hub", "run"], env=environment, cwd="/", text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    running = Running(process, port)
    until = time.monotonic() + PATIENCE_SECONDS
    for line in process.stdout:
        running.said += line
        if "Hub Directory is at" in line or time.monotonic() > until:
            return running
    process.communicate()
    pytest.fail(f"It ended with {process.returncode} and said:\n{running.said}", pytrace=False)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture
def running(instance: Path) -> Iterator[Running]:
    running = start(instance, free_port())
    yield running
    running.process.kill()
    running.process.communicate()


def part_of(running: Running, verb: str) -> psutil.Process:
    """The worker starts once the server answers, so it may be a moment away."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        for part in running.parts:
            if verb in part.cmdline():
                return part
        time.sleep(0.1)
    pytest.fail(f"There is no {verb}.", pytrace=False)


def work_of(running: Running) -> float:
    """Seconds of processor time so far, of it and all its parts: what a clock would show if nothing else ran."""
    parts = [psutil.Process(running.process.pid), *running.parts]
    return sum(sum(part.cpu_times()[:4]) for part in parts)


def gone(parts: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(parts, timeout=15)[1]


def test_it_serves_the_sample_town_and_says_where(running: Running) -> None:
    address = f"http://127.0.0.1:{running.port}"
    assert f"Hub Directory is at {address}\n" in running.said
    with urllib.request.urlopen(f"{address}/search?q=food", timeout=10) as answer:
        assert answer.status == 200
    assert part_of(running, "worker").is_running()


def test_it_ends_when_it_is_told_to_and_a_second_run_makes_nothing_anew(instance: Path, running: Running) -> None:
    parts = [part_of(running, "worker"), *running.parts]
    running.process.terminate()
    assert running.process.wait(30) == 0
    assert gone(parts)
    again = start(instance, running.port)
    took = work_of(again)
    again.process.terminate()
    again.process.communicate()
    assert "Making the sample town" not in again.said
    assert "Loading postcodes" not in again.said
    assert took < 20  # some 6, on two processors at once


def test_server_and_worker_end_with_it_when_somebody_presses_control_c(running: Running) -> None:
    parts = [part_of(running, "worker"), *running.parts]
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert gone(parts)


def test_server_and_worker_end_with_it_when_it_is_killed(running: Running) -> None:
    parts = [part_of(running, "worker"), *running.parts]
    running.process.kill()
    assert gone(parts)


def test_all_of_it_ends_when_a_part_has_ended(running: Running) -> None:
    worker = part_of(running, "worker")
    parts = running.parts
    worker.kill()
    assert running.process.wait(30) != 0
    assert gone(parts)


def test_where_a_search_server_is_set_it_answers(instance: Path, meilisearch_server: Any) -> None:
    server = {"MEILI_URL": meilisearch_server.url, "MEILI_MASTER_KEY": meilisearch_server.key}
    running = start(instance, free_port(), **server, MEILI_INDEX=meilisearch_server.index_name())
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/search.json?q=food", timeout=10) as answer:
        assert json.load(answer)["engine"] == "meilisearch"
    running.process.terminate()
    running.process.communicate()


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = subprocess.run(
            [sys.executable, REPOSITORY / "hub", "run"], env={**os.environ, "PORT": str(port)}, capture_output=True, text=True
        )
    assert said.returncode == 1
    assert f"Something else listens on port {port} already." in said.stderr
