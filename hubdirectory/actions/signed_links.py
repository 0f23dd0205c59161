"""Addresses that say who may do what by themselves: signed, for one purpose, until a day.

They open a page without an account, so they lead to pages that ask once more, and never act when they are only opened.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from itsdangerous import BadData, URLSafeSerializer

from hubdirectory.config import secret_key

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class LinkWrong(ValueError):
    """Not signed by us for this purpose."""


class LinkExpired(ValueError):
    """It was ours, and its time is over. `data` is what it said: good for offering a fresh one, for nothing else."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__("The link has expired.")
        self.data = data


def sign(world: World, purpose: str, data: dict[str, Any], days: float) -> str:
    """A token that fits into an address. `data` is signed, not hidden: whoever has the link can read it."""
    until = int((world.now() + timedelta(days=days)).timestamp())
    return str(_signer(world, purpose).dumps([until, data]))


def read(world: World, purpose: str, token: str) -> dict[str, Any]:
    """What was signed. Raises LinkWrong or LinkExpired."""
    try:
        until, data = _signer(world, purpose).loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise LinkWrong("The link is not one of ours.") from error
    if world.now().timestamp() > until:
        raise LinkExpired(data)
    return dict(data)


def _signer(world: World, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(world.settings), salt=f"link/{purpose}")
