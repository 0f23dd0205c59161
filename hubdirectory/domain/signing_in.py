"""How long links and sessions last, how guessing is slowed, and where somebody may be led after signing in."""

from __future__ import annotations

from datetime import timedelta

from .permissions import demands_second_step
from .states import Role

LINK = timedelta(minutes=15)
SECOND_STEP_WAIT = timedelta(minutes=15)
EMAIL_CONFIRM = timedelta(days=1)
EMAIL_UNDO = timedelta(days=7)
KEPT_FORM = timedelta(hours=1)

# (left alone for so long, at the longest): on a computer that others use, and where somebody asked to stay signed in.
SHARED = (timedelta(hours=4), timedelta(hours=12))
STAYS = (timedelta(days=30), timedelta(days=90))
STAFF_STAYS = (timedelta(days=3), timedelta(days=7))
STAFF = frozenset({Role.NAVIGATOR, Role.MANAGER, Role.COMMISSIONER})

LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200


def lifetimes(role: Role, stays: bool) -> tuple[timedelta, timedelta]:
    """How long a session may be left alone, and how long it lasts at the longest."""
    if not stays:
        return SHARED
    return STAFF_STAYS if role in STAFF else STAYS


def asks_second_step(role: Role, has_codes: bool, has_passkey: bool) -> bool:
    """Whether a sign-in that was no second step itself must be followed by one.

    Codes are set up to be asked for. A passkey of somebody whose role demands nothing is a convenience.
    """
    return has_codes or (has_passkey and demands_second_step(role))


def pause(failures: int, free: int, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """How long to wait before the next try: nothing for the first few, then twice as long each time."""
    if failures < free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - free + 1, 20)), longest)


def safe_next(address: str) -> str:
    """An address of this site to go on to, "" for anything that could lead elsewhere."""
    plain = address.isprintable() and "\\" not in address and " " not in address
    return address if plain and address.startswith("/") and not address.startswith("//") and len(address) <= 2000 else ""
