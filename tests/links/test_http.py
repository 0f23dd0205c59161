"""Looking at pages of a real server on this machine, which only these tests may ask."""

from __future__ import annotations

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hubdirectory.domain.watching import Problem
from hubdirectory.links import HttpLooker, Pace, http
from hubdirectory.links.http import wait_of


class Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, str]]

    def do_HEAD(self):
        self._answer("HEAD")

    def do_GET(self):
        self._answer("GET")

    def _answer(self, method):
        self.server.asked.append((method, self.path, self.headers["User-Agent"], self.headers["Host"]))
        status, headers = self.server.pages.get((method, self.path)) or self.server.pages.get(self.path, (404, {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    served = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    served.asked, served.pages = [], {}
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture
def looker():
    return HttpLooker("Our Town’s Hub", "https://hub.example", Pace(0), allowed=lambda address: address.is_loopback)


@pytest.fixture
def look(server, looker):
    return lambda path: looker.look(f"http://127.0.0.1:{server.server_port}{path}")


def test_a_page_that_is_there_works_and_is_asked_once_by_head_under_our_name(server, look):
    server.pages["/choir?a=1"] = (200, {})
    assert look("/choir?a=1").problem is None
    [(method, path, agent, host)] = server.asked
    assert (method, path, host) == ("HEAD", "/choir?a=1", f"127.0.0.1:{server.server_port}")
    assert agent == "Our Towns Hub link check (+https://hub.example)"


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (404, "not_found"),
        (410, "not_found"),
        (500, "server_error"),
        (503, "server_error"),
        (418, "not_found"),
        (403, None),
        (204, None),
    ],
)
def test_what_a_status_means(server, look, status, problem):
    server.pages["/"] = (status, {})
    found = look("/")
    assert (found.problem, found.status) == (problem, status)


def test_a_server_that_knows_no_head_is_asked_again(server, look):
    server.pages["HEAD", "/"], server.pages["GET", "/"] = (405, {}), (200, {})
    assert look("/").problem is None
    assert [method for method, *_ in server.asked] == ["HEAD", "GET"]


def test_a_busy_server_is_left_alone_as_long_as_it_asks(server, look):
    server.pages["/"] = (429, {"Retry-After": "7200"})
    found = look("/")
    assert (found.problem, found.wait) == (Problem.BUSY, timedelta(hours=2))
    server.pages["/"] = (503, {"Retry-After": "60"})
    assert look("/").problem == Problem.BUSY
    assert wait_of("Wed, 21 Oct 2026 07:28:00 GMT", datetime(2026, 10, 21, 7, 0, tzinfo=UTC)) == timedelta(minutes=28)
    assert wait_of("soon", datetime(2026, 10, 21, tzinfo=UTC)) is None


def test_redirects_are_followed_and_each_is_checked(server, look):
    server.pages["/old"], server.pages["/new"] = (301, {"Location": "/new"}), (200, {})
    assert look("/old").problem is None
    server.pages["/out"] = (302, {"Location": "http://10.0.0.1/"})
    assert look("/out").problem == Problem.NOT_PUBLIC
    server.pages["/file"] = (302, {"Location": "file:///etc/passwd"})
    assert look("/file").problem == Problem.NOT_AN_ADDRESS
    server.pages["/round"] = (302, {"Location": "/round"})
    assert look("/round").problem == Problem.REDIRECTS


@pytest.mark.parametrize("address", ["ftp://example.org/", "javascript:alert(1)", "http://", "http://a:99999/", "nonsense"])
def test_other_kinds_of_address_are_not_asked(looker, address):
    assert looker.look(address).problem == Problem.NOT_AN_ADDRESS


def test_our_own_machine_is_refused_without_the_tests_allowance(server):
    strict = HttpLooker("Hub", "https://hub.example", Pace(0))
    assert strict.look(f"http://127.0.0.1:{server.server_port}/").problem == Problem.NOT_PUBLIC
    assert strict.look(f"http://localhost:{server.server_port}/").problem == Problem.NOT_PUBLIC
    assert server.asked == []


def test_a_door_that_is_shut_gives_no_answer(looker):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert looker.look(f"http://127.0.0.1:{nobody.getsockname()[1]}/").problem == Problem.NO_ANSWER


def test_a_server_without_a_certificate_that_we_believe_says_so_or_nothing(server, looker):
    assert looker.look(f"https://127.0.0.1:{server.server_port}/").problem in (Problem.CERTIFICATE, Problem.NO_ANSWER)


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(looker, monkeypatch):
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.6)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        stop = threading.Event()

        def drip():
            connection, _ = slow.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 2")
                while not stop.wait(0.1):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        began = time.monotonic()
        assert looker.look(f"http://127.0.0.1:{slow.getsockname()[1]}/").problem == Problem.NO_ANSWER
        assert time.monotonic() - began < 3
        stop.set()
        thread.join()


def test_one_host_is_asked_every_few_seconds_and_another_at_once():
    slept, now = [], [100.0]

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(3, clock=lambda: now[0], sleep=sleep)
    for host in ("a.example", "b.example", "a.example", "a.example"):
        pace.wait(host)
    assert slept == [3, 3]
