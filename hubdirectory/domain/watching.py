"""When a web address that fails is called broken, and when it is looked at again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

# So many different days on which it failed, with none between on which it worked, before anybody is told.
DAYS_TO_BREAK = 3
NIGHTLY = timedelta(hours=20)
LONGEST_WAIT = timedelta(days=7)
# An organisation is told of what is broken no more often than this.
TOLD_EVERY = timedelta(days=30)


class Problem(StrEnum):
    """What is wrong with an address or a number."""

    NOT_FOUND = "not_found"
    NO_SUCH_HOST = "no_such_host"
    NO_ANSWER = "no_answer"
    SERVER_ERROR = "server_error"
    CERTIFICATE = "certificate"
    REDIRECTS = "redirects"
    NOT_PUBLIC = "not_public"
    NOT_AN_ADDRESS = "not_an_address"
    BUSY = "busy"
    NOT_A_NUMBER = "not_a_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


# What may lie with us: when nothing at all answers, our own line is down.
PERHAPS_OURS = frozenset({Problem.NO_SUCH_HOST, Problem.NO_ANSWER})


@dataclass(frozen=True)
class Look:
    """What came of one look. `problem` None: it works. `wait` is what a busy host asked for."""

    problem: Problem | None = None
    status: int | None = None
    wait: timedelta | None = None


@dataclass(frozen=True)
class Record:
    """What is known of an address so far; dates are those of the looks."""

    failed_on: date | None = None
    failed_days: int = 0
    broken_since: datetime | None = None


def after(known: Record, look: Look, now: datetime, today: date) -> tuple[Record, datetime]:
    """What is known after one more look, and when the next is due. A busy host is no failure, and gets its rest."""
    if look.problem == Problem.BUSY:
        return known, now + min(max(look.wait or NIGHTLY, NIGHTLY), LONGEST_WAIT)
    if look.problem is None:
        return Record(), now + NIGHTLY
    if known.failed_on == today:
        return known, now + NIGHTLY
    days = known.failed_days + 1
    broken = known.broken_since or (now if days >= DAYS_TO_BREAK else None)
    return replace(known, failed_on=today, failed_days=days, broken_since=broken), now + NIGHTLY


def our_line_is_down(looks: list[Look]) -> bool:
    """Several hosts were asked and not one of them answered anything: that says nothing about them."""
    return len(looks) >= DAYS_TO_BREAK and all(look.problem in PERHAPS_OURS for look in looks)


def web_address(address: str) -> str:
    """An address that a link may open, "" for anything else than http and https."""
    address = address.strip()
    if re.match(r"^https?://[^\s]+$", address, re.IGNORECASE):
        return address
    return f"https://{address}" if re.match(r"^[\w-]+(\.[\w-]+)+(/\S*)?$", address) else ""
