"""`hub referrals`: keys, and what is held about somebody."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from hubdirectory.actions import referring
from hubdirectory.actions.acting import PRODUCT

from .opening import this_world

NAME = click.argument("words", default="")


def said_plainly(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except referring.Unreadable as error:
            raise click.ClickException(f"{error} Put the key that sealed it back into REFERRAL_KEY.") from error
        except referring.TooShort as error:
            raise click.ClickException("Give at least three letters or digits.") from error

    return run


def asked(words: str) -> str:
    """What is typed at the prompt is not kept in the shell's history, nor shown to others on this machine."""
    return words or click.prompt("Name, telephone number or e-mail address", err=True)


@click.group()
def referrals() -> None:
    """Referrals: keys, and what is held about somebody."""


@referrals.command("new-key")
def new_key() -> None:
    """Print a key for REFERRAL_KEY."""
    click.echo(referring.new_key())


@referrals.command("rotate-keys")
@said_plainly
def rotate_keys() -> None:
    """Seal everything with the first key of REFERRAL_KEY; after that the others can be taken out."""
    with this_world() as world:
        click.echo(f"{referring.rotate(world, PRODUCT)} sealed anew. The first key is enough now.")


@referrals.command()
@NAME
@said_plainly
def find(words: str) -> None:
    """Print, as JSON, all that is held about somebody; asks for a name or number where none is given."""
    with this_world() as world:
        click.echo(json.dumps(referring.find(world, PRODUCT, asked(words)), indent=2, ensure_ascii=False))


@referrals.command()
@NAME
@click.option("--yes", is_flag=True, help="Do not ask first.")
@said_plainly
def erase(words: str, yes: bool) -> None:
    """Take away all that is held about somebody, and print, as JSON, which referrals it was."""
    with this_world() as world:
        words = asked(words)
        found = referring.find(world, PRODUCT, words)
        for one in found:
            click.echo(f"{one['reference']}\t{one['service']}\t{one['details']['name']}", err=True)
        if found and not yes:
            click.confirm("Take these away for good?", abort=True, err=True)
        click.echo(json.dumps(referring.erase(world, PRODUCT, words), indent=2, ensure_ascii=False))
