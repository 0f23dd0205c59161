"""`hub bench faults` and `hub bench load`: what breaking costs, and what many visitors do."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

PARTS = ("faults", "breakages", "kills", "disk", "rebuild")


@click.command("faults")
@click.option("--short", is_flag=True, help="Three faults of each kind, fewer edits, a smaller index.")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="One part; again for another.")
@click.option("--services", type=int, help="How many services the rebuilt index has; 20,000 unless given, 2,000 with --short.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep what is made; unless given it is thrown away.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def faults(short: bool, only: tuple[str, ...], services: int | None, folder: Path | None, as_json: bool) -> None:
    """Each fault with real processes, under 8 visitors: answered, failed, slowest, back after. Exit status 1 for a failure."""
    from hubdirectory.bench import breaking, kills, rebuilding
    from hubdirectory.bench import faults as bench

    wanted, fine = only or PARTS, True
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as temporary:
        place = folder or Path(temporary)
        if "faults" in wanted:
            outcomes = bench.measure(place, short, say)
            fine = fine and not any(one.failed for one in outcomes)
            show(bench.table(outcomes), [asdict(one) for one in outcomes], as_json)
        if "breakages" in wanted:
            broken = breaking.measure(place, short, say)
            fine = fine and not any(one.failed or one.back_seconds is None for one in broken)
            show(breaking.table(broken), [asdict(one) for one in broken], as_json)
        if "kills" in wanted:
            killed = kills.measure(place, *((2, 60) if short else (10, 500)), say)
            fine = fine and all(one.fine for one in killed)
            show(kills.table(killed), [asdict(one) for one in killed], as_json)
        if "disk" in wanted:
            fine = _full_disk(place, as_json) and fine
        if "rebuild" in wanted:
            rebuilt = rebuilding.measure(place, services or (2_000 if short else 20_000), say)
            fine = fine and not rebuilt.failed
            show(rebuilding.table(rebuilt), asdict(rebuilt), as_json)
    sys.exit(0 if fine else 1)


def _full_disk(place: Path, as_json: bool) -> bool:
    from hubdirectory.bench import full_disk

    try:
        full = full_disk.measure(place, say)
    except full_disk.NoSmallDisk as missing:
        click.echo(f"disk full: not tried. {missing}", err=as_json)
        return True
    show(full_disk.table(full), asdict(full), as_json)
    return full.fine


@click.command("load")
@click.option("--minutes", default=10.0, show_default=True, help="For how long.")
@click.option("--visitors", default=32, show_default=True, help="How many at once.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep what is made; unless given it is thrown away.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def load(minutes: float, visitors: int, folder: Path | None, as_json: bool) -> None:
    """Visitors over all public pages while somebody edits: errors, and memory over time. Exit status 1 for an error."""
    from hubdirectory.bench import load as bench
    from hubdirectory.bench.faults import town
    from hubdirectory.bench.servers import Hub

    with tempfile.TemporaryDirectory(prefix="hub-bench-") as temporary, town((folder or Path(temporary)) / "town") as instance:
        with closing(Hub(instance)) as hub:
            loaded = bench.measure(hub, minutes, visitors, say)
        show(bench.table(loaded), bench.summary(loaded), as_json)
    sys.exit(1 if loaded.failed else 0)


def show(lines: Iterable[str], found: object, as_json: bool) -> None:
    for line in [json.dumps(found)] if as_json else lines:
        click.echo(line)


def say(progress: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{progress}", nl=False, err=True)
