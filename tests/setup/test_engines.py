"""The servers that tests run against are real, theirs alone, and gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from hubdirectory.setup.engines import meilisearch as meilisearch_engine
from hubdirectory.setup.steps import command_environment

OWNER = """
import json, sys
from hubdirectory.setup.engines.owner import engine, start_keeper
owner = start_keeper()
print(json.dumps([owner.process.pid, engine("meilisearch")["url"], engine("postgresql")["url"]]), flush=True)
sys.stdin.read()
owner.close()
"""


@pytest.fixture
def servers_of_another() -> Any:
    """A program that started engines: itself, its keeper's number, and the ports."""
    program = subprocess.Popen(
        [sys.executable, "-c", OWNER], env=command_environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    keeper, *urls = json.loads(program.stdout.readline())
    yield program, keeper, [urlsplit(url).port for url in urls]
    program.kill()
    program.communicate()


def answers(port: int) -> bool:
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def all_gone(ports: list[int], patience: float = 10) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until and any(map(answers, ports)):
        time.sleep(0.1)
    return not any(map(answers, ports))


def test_meilisearch_is_the_version_that_the_product_is_built_for(meilisearch_server: Any) -> None:
    request = urllib.request.Request(
        f"{meilisearch_server.url}/version", headers={"Authorization": f"Bearer {meilisearch_server.key}"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert json.load(answer)["pkgVersion"] == "1.21.0"


def test_meilisearch_turns_away_who_has_no_key(meilisearch_server: Any) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(f"{meilisearch_server.url}/indexes", timeout=5)
    refused.value.close()


def test_each_postgresql_database_begins_empty(postgresql_server: Any) -> None:
    first, second = postgresql_server.new_database(), postgresql_server.new_database()
    assert first != second
    with psycopg.connect(first.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE only_here (id int)")
    with psycopg.connect(second.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_the_mail_server_takes_a_message_in(mail_server: Any) -> None:
    address = urlsplit(mail_server.url)
    with smtplib.SMTP(address.hostname, address.port, timeout=5) as sender:
        sender.sendmail("hub@example.org", ["ann@example.org"], "Subject: Hello\r\n\r\nGood morning")
    assert [message["Subject"] for message in mail_server.messages] == ["Hello"]


def test_the_browser_opens_a_page(page: Any) -> None:
    page.set_content("<title>Hubs</title><h1>Hubs</h1>")
    assert page.title() == "Hubs"


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_engines_stop_however_their_owner_ends(servers_of_another: Any, end: signal.Signals) -> None:
    program, _, ports = servers_of_another
    assert all(map(answers, ports))
    program.send_signal(end)
    assert all_gone(ports)


def test_the_engines_stop_when_their_keeper_is_killed(servers_of_another: Any) -> None:
    _, keeper, ports = servers_of_another
    os.kill(keeper, signal.SIGKILL)
    assert all_gone(ports)


def test_a_changed_meilisearch_is_never_run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "meilisearch"
    other.write_text("#!/bin/sh\n")
    monkeypatch.setattr(meilisearch_engine, "PROGRAM", other)
    with pytest.raises(meilisearch_engine.EngineMissing, match="not the one expected"):
        meilisearch_engine.checked_program()
    assert not os.access(other, os.X_OK)
