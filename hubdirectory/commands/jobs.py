"""`hub job`: what the worker does by itself, done now by hand."""

from __future__ import annotations

import click
from sqlalchemy import select

from hubdirectory.actions.watching.looking import watch
from hubdirectory.actions.world import World
from hubdirectory.jobs import JOBS
from hubdirectory.models import JobRun

from .opening import this_world

# By hand there is no waiting for the night.
BY_HAND = {"links and numbers": watch}


@click.command("job")
@click.argument("name", default="")
def job(name: str) -> None:
    """Run one of the worker's jobs now, whosever turn it is; without NAME, list them and when they last ended well.

    Reminders and mails about what does not work still keep to working hours.
    """
    known = {one.name: BY_HAND.get(one.name, one.run) for one in JOBS}
    if name and name not in known:
        raise click.BadParameter(f"There is no job “{name}”. There are: {', '.join(known)}.")
    with this_world() as world:
        if name:
            click.echo(f"{name}: {known[name](world)}")
        else:
            _list(world)


def _list(world: World) -> None:
    with world.database.reading() as session:
        runs = {row.name: row for row in session.scalars(select(JobRun))}
    for one in JOBS:
        run = runs.get(one.name)
        ended = f"{run.succeeded_at:%Y-%m-%d %H:%M}" if run and run.succeeded_at else "never"
        click.echo(f"{one.name:<22} last ended well: {ended}{'; ' + run.problem if run and run.problem else ''}")
