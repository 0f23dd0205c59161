"""The commands. `./hub` passes everything on to these but for setting up."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from hubdirectory import __version__
from hubdirectory.commands.accounts import account
from hubdirectory.commands.benches import bench
from hubdirectory.commands.doctoring import doctor
from hubdirectory.commands.importing import importing
from hubdirectory.commands.indexes import index
from hubdirectory.commands.jobs import job
from hubdirectory.commands.languages import languages
from hubdirectory.commands.occurrences import occurrences
from hubdirectory.commands.pictures import pictures
from hubdirectory.commands.postcodes import postcodes
from hubdirectory.commands.referring import referrals
from hubdirectory.commands.serving import serve, work
from hubdirectory.commands.starting import init, sample_town
from hubdirectory.config import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Hub Directory")
def hub() -> None:
    """Hub Directory: a town's organisations, services and hubs, found by anybody."""


COMMANDS = (
    init, sample_town, serve, work, job, account, importing, index, occurrences, postcodes, languages, doctor, pictures, bench,
    referrals,
)  # fmt: skip
for command in COMMANDS:
    hub.add_command(command)


def main() -> None:
    """Runs a command; what goes wrong in an ordinary way is said in a sentence, without a trace."""
    try:
        hub(prog_name="hub")
    except SettingsError as error:
        sys.exit(f"hub: {error}")
    except (OperationalError, ProgrammingError) as error:
        sys.exit(f"hub: The database did not answer as it should: {error.orig}\nRun `hub init` first, or `hub doctor`.")
