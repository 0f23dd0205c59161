"""The site really served, on a port of this machine: for a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from hubdirectory.setup.children import free_port


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """Its address. `port`: 0 for any that is free."""
    server = make_server("127.0.0.1", port or free_port(), app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
