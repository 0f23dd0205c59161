"""A small proxy in front of a search server that can make each fault: its mode is read from standard input, a line each.

    python -m hubdirectory.bench.proxy TARGET_PORT

Prints the port that it listens on. Modes: `pass`; `hang` (accepts and never answers); `slow SECONDS` (an answer);
`drip` (a byte at a time); `error` (answers 500 itself); `key` (spoils the key, so that the server refuses us);
`nonsense` (answers 200 with JSON of another service); `cut` (closes in the middle of an answer).
"""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import suppress

BLOCK = 65536
LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
KEY = re.compile(rb"(?i)(authorization: bearer )\S+")


class Proxy:
    def __init__(self, target: int) -> None:
        self.target = target
        self.mode, self.seconds = "pass", 0.0

    def obey(self, line: str) -> None:
        mode, _, seconds = line.strip().partition(" ")
        self.mode, self.seconds = mode, float(seconds or 0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client: each request is read whole, then answered as the mode of that moment says."""
        with suppress(OSError, asyncio.CancelledError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head, await _body(reader, head), writer)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    async def _answer(self, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
        if self.mode == "hang":
            await asyncio.sleep(3600)
        elif self.mode == "error":
            writer.write(_response(b"500 Internal Server Error", b'{"message": "made to fail", "code": "internal"}'))
        elif self.mode == "nonsense":
            writer.write(_response(b"200 OK", b'{"status": "fine"}'))
        else:
            await self._pass_on(head, body, writer)

    async def _pass_on(self, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
        head = KEY.sub(rb"\1spoilt", head) if self.mode == "key" else head
        answer = await self._asked(re.sub(rb"(?i)\r\nconnection: [^\r]*", b"", head)[:-2] + b"Connection: close\r\n\r\n" + body)
        if self.mode == "slow":
            await asyncio.sleep(self.seconds)
        if self.mode == "cut":
            writer.write(answer[: len(answer) // 2])
            writer.close()
        elif self.mode == "drip":
            await _drip(answer, writer)
        else:
            writer.write(answer)

    async def _asked(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            writer.write(request)
            answer = await reader.read(-1)
        finally:
            writer.close()
        return re.sub(rb"(?i)\r\nconnection: close", b"", answer, count=1)


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    length = LENGTH.search(head)
    return await reader.readexactly(int(length[1])) if length else b""


async def _drip(answer: bytes, writer: asyncio.StreamWriter) -> None:
    for start in range(len(answer)):
        writer.write(answer[start : start + 1])
        await writer.drain()
        await asyncio.sleep(0.1)


def _response(status: bytes, body: bytes) -> bytes:
    kind = b"\r\nContent-Type: application/json\r\nContent-Length: "
    return b"HTTP/1.1 " + status + kind + str(len(body)).encode() + b"\r\n\r\n" + body


async def main() -> None:
    """Until standard input closes."""
    proxy = Proxy(int(sys.argv[1]))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=64 * BLOCK)
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        proxy.obey(line)
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
