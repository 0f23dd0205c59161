"""Who is asked whether an organisation's records are still right, and when: a plan made from what has happened so far.

The first reminder comes before anything goes stale; while nobody answers more follow, ever further apart, and never end.
Two that stay silent, or one that bounces, and somebody else is asked; when everybody was, the manager is told as well. A
reminder is about all that an organisation has to confirm, so that it gets one mail and not one for each service.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .days import LONDON, moment_of

FIRST_BEFORE = timedelta(days=14)
# After the first reminder that somebody got, the second, and so on; the last for ever.
GAPS = (timedelta(days=14), timedelta(days=28), timedelta(days=56), timedelta(days=84))
AFTER_AN_ANSWER = timedelta(days=14)
AFTER_A_BOUNCE = timedelta(days=3)
# So many unanswered reminders, and it is somebody else's turn.
SILENT = 2
# What goes stale within this time after the first is asked in the same mail.
TOGETHER = timedelta(days=42)
OPENS, CLOSES = time(8), time(18)
SUNDAY = 6


@dataclass(frozen=True)
class Person:
    """Who may be written to. `member` is false for an address that is only published; `refused` where mail never arrives."""

    address: str
    since: datetime
    owner: bool = False
    member: bool = True
    opted_out: bool = False
    refused: bool = False


@dataclass(frozen=True)
class Sent:
    """A reminder that went out; `to` is "" where nobody could be written to and the manager was told instead."""

    at: datetime
    to: str
    bounced: bool = False


@dataclass(frozen=True)
class Plan:
    """The next reminder.

    at: the earliest moment, in working hours
    to: the address; "" where there is nobody to write to
    number: which reminder it is since somebody last answered, from 1
    manager: why the manager is told too: silent, bounced, nobody; "" where that is not yet needed
    """

    at: datetime
    to: str
    number: int
    manager: str = ""


def next_reminder(
    stale_at: datetime, people: Sequence[Person], sent: Iterable[Sent] = (), answered_at: datetime | None = None,
    answered_by: str = "",
) -> Plan:  # fmt: skip
    """The plan for an organisation whose first record goes stale at `stale_at`.

    `answered_at` is when anybody last answered for it in any way (confirmed, paused, was rung), `answered_by` the address.
    """
    ordered = sorted(sent, key=lambda one: one.at)
    unanswered = [one for one in ordered if answered_at is None or one.at > answered_at]
    reachable = _reachable(people, ordered)
    to = _whom(reachable, unanswered, answered_by)
    at = max(stale_at - FIRST_BEFORE, _not_before(unanswered, answered_at, to))
    return Plan(in_working_hours(at), to, len(unanswered) + 1, _for_the_manager(people, reachable, unanswered))


def asked_together(due: Iterable[tuple[str, datetime]], at: datetime) -> list[str]:
    """Of (what, when it goes stale), what a reminder at this moment asks about."""
    return [what for what, stale_at in due if stale_at <= at + FIRST_BEFORE + TOGETHER]


def in_working_hours(moment: datetime) -> datetime:
    """The moment itself, or the next at which mails are sent: by day in London, never on a Sunday."""
    local = moment.astimezone(LONDON)
    day = local.date()
    if local.time() >= CLOSES:
        day += timedelta(days=1)
    elif local.time() >= OPENS and local.weekday() != SUNDAY:
        return moment
    if day.weekday() == SUNDAY:
        day += timedelta(days=1)
    return moment_of(day, OPENS)


def is_working_hour(moment: datetime) -> bool:
    return in_working_hours(moment) == moment


def _not_before(unanswered: Sequence[Sent], answered_at: datetime | None, to: str) -> datetime:
    if not unanswered:
        return answered_at + AFTER_AN_ANSWER if answered_at else datetime.min.replace(tzinfo=LONDON)
    last = unanswered[-1]
    if last.bounced and to:
        return last.at + AFTER_A_BOUNCE
    got = sum(one.to == last.to for one in unanswered)
    return last.at + (GAPS[min(got, len(GAPS)) - 1] if last.to else GAPS[-1])


def _reachable(people: Sequence[Person], sent: Sequence[Sent]) -> list[Person]:
    """Whose last mail did not bounce, without those who asked not to be written to while there is somebody else."""
    bounced = {one.to: one.bounced for one in sent}
    arriving = [person for person in people if not person.refused and not bounced.get(person.address)]
    return [person for person in arriving if not person.opted_out] or arriving


def _whom(reachable: Sequence[Person], unanswered: Sequence[Sent], answered_by: str) -> str:
    got = {person.address: sum(one.to == person.address for one in unanswered) for person in reachable}
    last = unanswered[-1].to if unanswered else ""
    if 0 < got.get(last, 0) < SILENT:
        return last

    def rank(person: Person) -> tuple[object, ...]:
        # Once everybody stayed silent, whoever was asked the least; the published address only after the members.
        silent = got[person.address] if got[person.address] >= SILENT else 0
        return (silent, not person.member, person.address != answered_by, not person.owner, person.since, person.address)

    return min(reachable, key=rank).address if reachable else ""


def _for_the_manager(people: Sequence[Person], reachable: Sequence[Person], unanswered: Sequence[Sent]) -> str:
    if not reachable:
        return "bounced" if people else "nobody"
    got = [sum(one.to == person.address for one in unanswered) for person in reachable]
    return "silent" if min(got) >= SILENT else ""
