"""A time limit on a whole answer.

A socket's own limit begins anew with each piece that arrives: a server that sends a byte now and then keeps the asker
for ever. Here every wait gets only what is left. (Over TLS the limit stays one on each piece.)
"""

from __future__ import annotations

import socket
import time
from typing import Any

from urllib3 import HTTPConnectionPool, PoolManager
from urllib3.connection import HTTPConnection


class _Socket(socket.socket):
    _until: float | None = None

    def settimeout(self, value: float | None) -> None:
        # urllib3 sets it once before it sends and once before it reads.
        self._until = None if value is None else time.monotonic() + value
        super().settimeout(value)

    def recv_into(self, *args: Any, **more: Any) -> int:
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("The whole answer took too long.")
            super().settimeout(left)
        return super().recv_into(*args, **more)


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        plain = super()._new_conn()
        limited = _Socket(plain.family, plain.type, plain.proto, fileno=plain.detach())
        limited.settimeout(self.timeout if isinstance(self.timeout, int | float) else None)
        return limited


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


def with_deadlines(pools: PoolManager) -> PoolManager:
    """The pools, with such limits on what they open from now on."""
    pools.pool_classes_by_scheme = {**pools.pool_classes_by_scheme, "http": _Pool}
    return pools
