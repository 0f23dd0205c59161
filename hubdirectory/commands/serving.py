"""`hub serve` and `hub worker`."""

from __future__ import annotations

import os
import sys

import click

from hubdirectory.config import REPOSITORY, load_settings
from hubdirectory.worker import Worker

from .opening import this_world

WORKERS, THREADS = 2, 4


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", default=WORKERS, show_default=True, help="How many processes serve.")
@click.option("--threads", default=THREADS, show_default=True, help="How many requests each serves at once.")
def serve(host: str, workers: int, threads: int) -> None:
    """The web server."""
    settings = load_settings()
    arguments = [
        "gunicorn", "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads),
        "--bind", f"{host}:{settings.port}", "--no-control-socket", "--chdir", str(REPOSITORY),
        "--config", "python:hubdirectory.deploy.gunicorn", "hubdirectory.app:create_app()",
    ]  # fmt: skip
    # No access log: what a visitor types stands in the address.
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606


@click.command("worker")
def work() -> None:
    """The background loop: brings the indexes up to date, heals them, and does what the night is for."""
    with this_world() as world:
        Worker(world).run()
