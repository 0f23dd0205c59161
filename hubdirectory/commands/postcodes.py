"""`hub postcodes`: the offline postcode table."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import click

from hubdirectory.config import load_settings
from hubdirectory.geocoding.code_point import CodePoint, PostcodeSourceError
from hubdirectory.geocoding.loading import load


@click.group()
def postcodes() -> None:
    """The postcodes that this directory knows without asking anybody."""


@postcodes.command("load")
@click.option(
    "--area",
    "areas",
    multiple=True,
    metavar="TS",
    help="Only this postcode area; more than one may be given.",
)
@click.option("--all", "everywhere", is_flag=True, help="All of Great Britain. So it is without --area, too.")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of Code-Point Open files from Ordnance Survey, instead of those that came along.",
)
def load_command(areas: tuple[str, ...], everywhere: bool, folder: Path | None) -> None:
    """Load postcodes. Searches go on meanwhile, and areas loaded before are kept."""
    if areas and everywhere:
        raise click.UsageError("Give either --all or --area, not both.")
    started = monotonic()
    try:
        count = _load_with_a_bar(load_settings().instance / "postcodes.db", areas, folder)
    except (PostcodeSourceError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count:,} postcodes loaded in {monotonic() - started:.1f} seconds.")


def _load_with_a_bar(path: Path, areas: tuple[str, ...], folder: Path | None) -> int:
    source = CodePoint(folder) if folder else CodePoint.installed()
    wanted = areas or source.areas
    total = sum(source.size(area) for area in {area.upper() for area in wanted})
    with click.progressbar(length=total, label="Loading postcodes") as bar:
        return load(path, wanted, lambda done, _: bar.update(done - bar.pos), source)
