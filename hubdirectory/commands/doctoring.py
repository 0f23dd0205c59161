"""`hub doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from hubdirectory.config import load_settings
from hubdirectory.doctor import Level, diagnose

MARKS = {Level.FINE: "ok   ", Level.NOTE: "note ", Level.WRONG: "WRONG"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def doctor(as_json: bool) -> None:
    """Say what is wrong with this installation; exit status 1 where something is."""
    findings = diagnose(load_settings())
    for finding in findings:
        if as_json:
            click.echo(json.dumps(asdict(finding)))
        else:
            click.echo(f"{MARKS[finding.level]} {finding.sentence}")
            if finding.remedy:
                click.echo(f"      {finding.remedy}")
    sys.exit(any(finding.level is Level.WRONG for finding in findings))
