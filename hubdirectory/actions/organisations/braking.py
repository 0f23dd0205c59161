"""No address is written to over and over because somebody made an account and typed it in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hubdirectory.actions.accounts import delays
from hubdirectory.actions.acting import Actor

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

FREE_FOR_AN_ADDRESS, FREE_FOR_AN_ACCOUNT, LONGEST_PAUSE = 3, 10, timedelta(minutes=10)


def brake(world: World, actor: Actor, address: str) -> None:
    """Counts a mail that the actor has sent to an address they typed, whichever organisation it is about. Raises TooSoon."""
    delays.enter(world, (
        delays.Gate(f"organisations/{address}", FREE_FOR_AN_ADDRESS, LONGEST_PAUSE),
        delays.Gate(f"organisations-by/{actor.account_id}", FREE_FOR_AN_ACCOUNT, LONGEST_PAUSE),
    ))  # fmt: skip
