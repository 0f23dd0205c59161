"""A pooled transport under the official client.

As shipped the client opens a connection for each call, shares one header dictionary between threads and has no
time limit. Kept connections alone make it worse: a compressed answer then waits 40 ms for a delayed
acknowledgement. So: kept connections, no compression, a time limit on each call, headers made per call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import urllib3
from meilisearch import Client
from meilisearch._httprequests import HttpRequests
from meilisearch.config import Config

from ..port import EngineUnavailable, IndexMissing, SearchError
from .deadlines import with_deadlines

CONNECTIONS_KEPT = 16
CONNECT_SECONDS = 0.5


class Refused(SearchError):
    """The server understood and said no; `code` is its own word for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class PooledRequests(HttpRequests):
    """The client's own interface over a urllib3 pool."""

    def __init__(self, config: Config, seconds: float) -> None:
        super().__init__(config)
        self.pool = with_deadlines(urllib3.PoolManager(maxsize=CONNECTIONS_KEPT, block=False, retries=False))
        self.timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), total=seconds)

    def send_request(
        self, http_method: Callable[..., Any], path: str, body: Any = None, content_type: str | None = None,
        *, serializer: type[json.JSONEncoder] | None = None,
    ) -> Any:  # fmt: skip
        data = body if isinstance(body, bytes) or body is None else json.dumps(body, cls=serializer).encode()
        headers = {**self.headers, "Accept-Encoding": "identity"}
        if data is not None:
            headers["Content-Type"] = content_type or "application/json"
        try:
            url = f"{self.config.url.rstrip('/')}/{path}"
            answer = self.pool.request(http_method.__name__.upper(), url, body=data, headers=headers, timeout=self.timeout)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise EngineUnavailable(f"Meilisearch did not answer: {type(error).__name__}") from error
        return _read(answer.status, answer.data)


def _read(status: int, data: bytes) -> Any:
    try:
        body = json.loads(data) if data else {}
    except ValueError as error:
        raise EngineUnavailable("Meilisearch answered with something that is not JSON.") from error
    if status < 400:
        return body
    problem: Mapping[str, Any] = body if isinstance(body, dict) else {}
    code, message = str(problem.get("code", "")), str(problem.get("message", f"status {status}"))
    if code == "index_not_found":
        raise IndexMissing("Meilisearch has no such index.")
    if status >= 500 or status in (401, 403, 408, 429):
        raise EngineUnavailable(f"Meilisearch refused: {message}")
    raise Refused(code, f"Meilisearch refused: {message}")


def pooled_client(url: str, key: str, seconds: float) -> Client:
    """The official client with this transport under it and under its tasks."""
    client = Client(url, key or None)
    client.http = PooledRequests(client.config, seconds)
    client.task_handler.http = client.http
    return client
