"""`hub occurrences`: the dated happenings of the weeks to come."""

from __future__ import annotations

from time import monotonic

import click

from hubdirectory.actions.occurrences import roll_all

from .opening import bar, this_world


@click.group()
def occurrences() -> None:
    """What is on, day by day: kept for 12 weeks ahead and 4 behind."""


@occurrences.command("roll")
def roll_command() -> None:
    """Lay every schedule over the days to come. The worker does it each hour, and every edit for its own service."""
    started = monotonic()
    with this_world() as world, bar("Rolling") as show:
        rolled = roll_all(world, show)
    click.echo(
        f"{rolled.added:,} occurrences added, {rolled.changed:,} changed and {rolled.removed:,} taken away "
        f"in {monotonic() - started:.1f} seconds."
    )
