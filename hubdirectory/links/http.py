"""Asks a web server whether a page is there: HEAD, and where that is refused a GET of which little is read."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from hubdirectory.domain.watching import Look, Problem

from .addresses import Address, NoSuchHost, NotPublic, is_public, resolve
from .pace import Pace

CONNECT_SECONDS, WHOLE_SECONDS = 10.0, 20.0
MOST_BYTES, MOST_REDIRECTS = 65_536, 5
REDIRECTS = (301, 302, 303, 307, 308)
TOO_MANY, NOT_NOW = 429, 503
# Somebody is there, and does not open for programs.
THERE = (401, 403, 406, 407, 451)
# Servers that do not know HEAD, or answer it otherwise than a GET.
ASK_AGAIN = (400, 401, 403, 404, 405, 406, 410, 500, 501, 502)


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    retry_after: str


class HttpLooker:
    """`site` and its `address` name us to the servers that we ask. `allowed` says which addresses may be asked."""

    def __init__(self, site: str, address: str, pace: Pace | None = None, allowed: Callable[[Address], bool] = is_public) -> None:
        self.agent = f"{site.encode('ascii', 'ignore').decode() or 'Directory'} link check (+{address})"
        self.pace, self.allowed = pace or Pace(), allowed
        self.tls = ssl.create_default_context()

    def look(self, address: str) -> Look:
        try:
            return self._follow(address)
        except NotPublic:
            return Look(Problem.NOT_PUBLIC)
        except NoSuchHost:
            return Look(Problem.NO_SUCH_HOST)
        except ssl.SSLCertVerificationError:
            return Look(Problem.CERTIFICATE)
        except (OSError, http.client.HTTPException):
            return Look(Problem.NO_ANSWER)
        except ValueError:
            return Look(Problem.NOT_AN_ADDRESS)

    def _follow(self, address: str) -> Look:
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                return Look(Problem.NOT_AN_ADDRESS)
            reply = self._ask("HEAD", parts)
            if reply.status in ASK_AGAIN:
                reply = self._ask("GET", parts)
            if reply.status not in REDIRECTS or not reply.location:
                return judged(reply)
            address = urljoin(address, reply.location)
        return Look(Problem.REDIRECTS, reply.status)

    def _ask(self, method: str, parts: SplitResult) -> Reply:
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        pinned = resolve(host, port, self.allowed)
        self.pace.wait(host)
        with socket.create_connection((pinned, port), timeout=CONNECT_SECONDS) as plain:
            open_now: list[socket.socket] = [plain]
            # Whatever the other side does, a byte now and then included, it ends here.
            ending = threading.Timer(WHOLE_SECONDS, _cut, [open_now])
            ending.start()
            try:
                return self._exchange(self._secured(open_now, host) if parts.scheme == "https" else plain, method, host, parts)
            finally:
                ending.cancel()
                open_now[-1].close()

    def _secured(self, open_now: list[socket.socket], host: str) -> socket.socket:
        secret = self.tls.wrap_socket(open_now[0], server_hostname=host, do_handshake_on_connect=False)
        open_now.append(secret)
        secret.do_handshake()
        return secret

    def _exchange(self, connected: socket.socket, method: str, host: str, parts: SplitResult) -> Reply:
        connection = http.client.HTTPConnection(host, parts.port or (443 if parts.scheme == "https" else 80))
        connection.sock = connected
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else ""
        default = {"http": 80, "https": 443}[parts.scheme]
        shown = f"{host}:{parts.port}" if parts.port and parts.port != default else host
        headers = {"Host": shown, "User-Agent": self.agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
        try:
            connection.request(method, path + query, headers=headers)
            answer = connection.getresponse()
            with answer:
                if method == "GET":
                    answer.read(MOST_BYTES)
                return Reply(answer.status, answer.getheader("Location") or "", answer.getheader("Retry-After") or "")
        finally:
            connection.close()


def judged(reply: Reply) -> Look:
    """What a server's answer says about the page."""
    if reply.status == TOO_MANY or (reply.status == NOT_NOW and reply.retry_after):
        return Look(Problem.BUSY, reply.status, wait_of(reply.retry_after, datetime.now(UTC)))
    if reply.status < 400 or reply.status in THERE:
        return Look(None, reply.status)
    return Look(Problem.SERVER_ERROR if reply.status >= 500 else Problem.NOT_FOUND, reply.status)


def wait_of(retry_after: str, now: datetime) -> timedelta | None:
    """`Retry-After` in seconds or as a date; None where it says nothing that can be read."""
    if retry_after.strip().isdigit():
        return timedelta(seconds=min(int(retry_after), 10**7))
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(until - now, timedelta(0)) if until.tzinfo else None


def _cut(open_now: list[socket.socket]) -> None:
    for one in open_now:
        with suppress(OSError):  # it has ended by itself
            one.shutdown(socket.SHUT_RDWR)
