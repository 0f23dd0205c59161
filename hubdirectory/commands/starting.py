"""`hub init` and `hub sample-town`: an empty directory, and one to look at."""

from __future__ import annotations

from time import monotonic

import click

from hubdirectory.actions.starting import load_sample_town, prepare_database
from hubdirectory.config import load_settings

from .opening import bar, this_world


@click.command()
def init() -> None:
    """An empty directory in the instance folder; again is harmless, and brings an older one up to date."""
    settings = load_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    prepare_database(settings)
    click.echo(f"The directory is ready in {settings.instance}.")


@click.command("sample-town")
def sample_town() -> None:
    """The sample town: real places, invented organisations, the same every time."""
    started = monotonic()
    settings = load_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    prepare_database(settings)
    with this_world() as world, bar("Indexing") as show:
        account = load_sample_town(world, show)
    click.echo(
        f"{account.organisations} organisations and {account.services} services, {account.found} of them found by "
        f"search, in {monotonic() - started:.1f} seconds."
    )
