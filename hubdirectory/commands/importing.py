"""`hub import`: records from elsewhere, with a line for each row and the account at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

from hubdirectory.actions.importing import (
    ImportAccount,
    ImportRefused,
    RowLine,
    import_areas,
    import_networks,
    import_spreadsheet,
    import_surgeries,
    maps_that_come_along,
)

from .opening import bar, this_world


@click.group("import")
def importing() -> None:
    """Bring records in from elsewhere. Again is harmless: what has not changed stays as it is."""


@importing.command("csv")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_name",
    metavar="MAP",
    help="A map file (TOML), or the name of one that comes along. Without it, the one named like the file.",
)
@click.option("--dry-run", is_flag=True, help="Do everything but save.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON, on the last line.")
@click.option("--quiet", is_flag=True, help="Only rows that need somebody's eyes, and the account.")
def csv_command(file: Path, map_name: str | None, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Import a spreadsheet: CSV of any kind, or an Excel workbook (.xlsx)."""
    wanted = map_name or file.stem
    if map_name is None and wanted not in maps_that_come_along():
        raise click.UsageError(f"Say which map reads {file.name}: --map MAP.toml")
    with _refused_aloud(), this_world() as world, bar(f"Importing {file.name}") as show:
        account = import_spreadsheet(
            world,
            file,
            wanted,
            dry_run=dry_run,
            on_line=lambda line: _say(line, quiet),
            on_progress=show,
        )
    _say_account(account, dry_run, as_json)


@importing.command("surgeries")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Do everything but save.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON, on the last line.")
@click.option("--quiet", is_flag=True, help="Only rows that need somebody's eyes, and the account.")
def surgeries_command(file: Path, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Import GP surgeries from the NHS file of prescribing places (epraccur.csv): open GP practices only."""
    with _refused_aloud(), this_world() as world, bar(f"Importing {file.name}") as show:
        account = import_surgeries(
            world,
            file,
            dry_run=dry_run,
            on_line=lambda line: _say(line, quiet),
            on_progress=show,
        )
    _say_account(account, dry_run, as_json)


@importing.command("areas")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2100), help="Of the index of deprivation, where the file's name does not say.")
@click.option("--dry-run", is_flag=True, help="Do everything but save.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON, on the last line.")
@click.option("--quiet", is_flag=True, help="Only rows that need somebody's eyes, and the account.")
def areas_command(files: tuple[Path, ...], year: int | None, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Import wards and neighbourhoods (GeoJSON) and how deprived they are (CSV); places without a ward get theirs."""
    with _refused_aloud(), this_world() as world:
        account = import_areas(world, files, year=year, dry_run=dry_run, on_line=lambda line: _say(line, quiet))
    _say_account(account, dry_run, as_json)


@importing.command("networks")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Do everything but save.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON, on the last line.")
@click.option("--quiet", is_flag=True, help="Only rows that need somebody's eyes, and the account.")
def networks_command(file: Path, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Import which GP practice belongs to which primary care network, from the NHS list of core partners (ePCN)."""
    with _refused_aloud(), this_world() as world:
        account = import_networks(world, file, dry_run=dry_run, on_line=lambda line: _say(line, quiet))
    _say_account(account, dry_run, as_json)


@contextmanager
def _refused_aloud() -> Iterator[None]:
    """What is wrong with the whole is the command's last word."""
    try:
        yield
    except ImportRefused as error:
        sys.exit("hub: " + "\n     ".join(error.problems))


def _say(line: RowLine, quiet: bool) -> None:
    if not quiet or line.reason or line.outcome in ("refused", "gone"):
        tqdm.write(str(line), file=sys.stdout)


def _say_account(account: ImportAccount, dry_run: bool, as_json: bool) -> None:
    for remark in account.remarks:
        click.echo(remark)
    if dry_run:
        click.echo("This was a dry run: nothing was saved.")
    click.echo(json.dumps(account.as_json()) if as_json else str(account))
