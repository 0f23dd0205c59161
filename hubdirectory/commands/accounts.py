"""`hub account`: accounts made, listed and helped from the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from hubdirectory.actions.accounts import managing
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.managing import AccountLine, NotThere
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.domain.states import MemberRole, Role

from .opening import this_world

ROLES = click.Choice([role.value for role in managing.ROLES])
MEMBERS = click.Choice([role.value for role in MemberRole])


def said_plainly(command: Callable[..., None]) -> Callable[..., None]:
    """What is not there is said in a sentence, with exit status 1."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except (NotThere, BadAddress) as error:
            raise click.ClickException(str(error)) from error

    return run


@click.group()
def account() -> None:
    """Accounts: make one, give a role, help somebody back in."""


@account.command()
@click.argument("email")
@click.option("--role", type=ROLES, required=True)
@click.option("--organisation", default="", metavar="SLUG", help="Make it a member of this organisation.")
@click.option("--as", "member", type=MEMBERS, default=MemberRole.OWNER.value, show_default=True, help="What kind of member.")
@click.option("--location", default="", metavar="SLUG", help="The surgery or hub that it works from.")
@said_plainly
def create(email: str, role: str, organisation: str, member: str, location: str) -> None:
    """Make an account, or bring the one that is there in line, and print a link that signs in once, within a day."""
    with this_world() as world:
        click.echo(managing.create(world, PRODUCT, email, Role(role), organisation, location, MemberRole(member)))


@account.command("list")
@click.option("--role", type=ROLES, default=None)
def list_accounts(role: str | None) -> None:
    """Everybody's accounts, one a line."""
    with this_world() as world:
        page = 1
        while True:
            found = managing.find(world, PRODUCT, role=Role(role) if role else None, page=page)
            for line in found.lines:
                click.echo(_said(line))
            if page >= found.pages:
                return
            page += 1


@account.command("role")
@click.argument("email")
@click.argument("role", type=ROLES)
@said_plainly
def give_role(email: str, role: str) -> None:
    """Give an account another role."""
    with this_world() as world:
        managing.give_role(world, PRODUCT, managing.id_of(world, email), Role(role))
    click.echo(f"{email} is {role} now.")


@account.command("reset-second-step")
@click.argument("email")
@said_plainly
def reset_second_step(email: str) -> None:
    """Take the second step away from somebody who has lost it, and sign them out everywhere."""
    with this_world() as world:
        managing.reset_second_step(world, PRODUCT, managing.id_of(world, email))
    click.echo(f"{email} sets up a second step anew at the next sign-in.")


def _said(line: AccountLine) -> str:
    belongs = ", ".join((*line.organisations, *line.places))
    notes = ["second step"] if line.second_step else []
    notes += ["mail comes back"] if line.mail_refused else []
    return "\t".join((line.email, line.role, belongs, ", ".join(notes)))
