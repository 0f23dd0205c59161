"""Calendars as iCalendar (RFC 5545): series with their exceptions, and an override for each date that was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import gettext
from icalendar import Calendar, Event, Timezone, vRecur, vText

from hubdirectory.actions.occurrences import Followed, OccurrenceLine, Offer, Spot, ToFollow
from hubdirectory.audiences.residents.day_lines import changes_of
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.occurrences import Status
from hubdirectory.domain.schedules import Recurrence
from hubdirectory.web.addresses import absolute
from hubdirectory.web.times import local

REFRESH = timedelta(hours=1)


def calendar_file(name: str, held: ToFollow, now: datetime) -> bytes:
    """A calendar to follow."""
    calendar = _empty(name, now)
    for one in held.series:
        calendar.add_component(_series(one, now))
        for line in one.changed:
            calendar.add_component(_override(line, one.uid, now))
        changed = {line.was.starts if line.was else line.starts for line in one.changed}
        for starts, ends in one.series.lengths:
            if starts not in changed:
                calendar.add_component(_length(one, starts, ends, now))
    for line in held.single:
        calendar.add_component(_event(line, line.id, now))
    return bytes(calendar.to_ical())


def one_date_file(line: OccurrenceLine, now: datetime) -> bytes:
    """One date, to put into one's own calendar."""
    calendar = _empty(line.name, now)
    calendar.add_component(_event(line, line.id, now))
    return bytes(calendar.to_ical())


def _empty(name: str, now: datetime) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Hub Directory//Hub Directory//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_london(now.year))
    return calendar


@lru_cache(maxsize=2)
def _london(year: int) -> Timezone:
    """When the clocks change, for some years."""
    return Timezone.from_tzid("Europe/London", first_date=date(year - 2, 1, 1), last_date=date(year + 5, 1, 1))


def _series(one: Followed, now: datetime) -> Event:
    event = _begun(one.uid, one.offer.name, one.offer, one.place, now)
    series = one.series
    event.add("dtstart", local(series.first[0]))
    event.add("dtend", local(series.first[1]))
    if series.recurs:
        event.add("rrule", vRecur(_rule(series.rule, series.until)))
    for name, starts in (("exdate", series.left_out), ("rdate", series.added)):
        if starts:
            event.add(name, [local(moment) for moment in starts])
    event.add("description", _described(one.offer, [one.said]))
    event.add("status", "CONFIRMED")
    return event


def _rule(rule: Recurrence, until: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"freq": rule.freq, "interval": rule.step}
    if rule.byday:
        said["byday"] = [code.removeprefix("+") for code in rule.byday]
    if rule.bymonthday:
        said["bymonthday"] = list(rule.bymonthday)
    if until:
        said["until"] = datetime.combine(until, max(rule.opens, time(0)), LONDON).astimezone(UTC)
    return said


def _override(line: OccurrenceLine, uid: str, now: datetime) -> Event:
    event = _event(line, uid, now)
    event.add("recurrence-id", local(line.was.starts if line.was else line.starts))
    return event


def _length(one: Followed, starts: datetime, ends: datetime, now: datetime) -> Event:
    """A night on which the clocks change is an hour shorter or longer: calendars would keep the length."""
    event = _begun(one.uid, one.offer.name, one.offer, one.place, now)
    event.add("recurrence-id", local(starts))
    event.add("dtstart", local(starts))
    event.add("dtend", local(ends))
    return event


def _event(line: OccurrenceLine, uid: str, now: datetime) -> Event:
    event = _begun(uid, line.name, line.offer, line.place, line.changed_at or now)
    event.add("dtstart", local(line.starts))
    event.add("dtend", local(line.ends))
    today = local(now).date()
    event.add("description", _described(line.offer, [*changes_of(line, line.day, today), line.note, line.said]))
    event.add("status", "CANCELLED" if line.status is Status.CANCELLED else "CONFIRMED")
    if line.changed_at:
        event.add("last-modified", line.changed_at)
        event.add("sequence", int(line.changed_at.timestamp()) % 1_000_000_000)
    return event


def _begun(uid: str, name: str, offer: Offer, place: Spot | None, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{request.host.partition(':')[0]}")
    event.add("dtstamp", stamp)
    event.add("summary", name)
    event.add("url", absolute("residents.service", slug=offer.slug, lang=None))
    if place and not place.confidential:
        event.add("location", vText(", ".join(filter(None, (place.name, place.address)))))
        if place.latitude is not None and place.longitude is not None:
            event.add("geo", (place.latitude, place.longitude))
    elif place:
        event.add("location", gettext("Ring for the place"))
    return event


def _described(offer: Offer, more: list[str]) -> str:
    """What is changed, whose it is, what it is, and where to read on."""
    page = absolute("residents.service", slug=offer.slug, lang=None)
    return "\n".join(filter(None, (*more, offer.organisation, offer.summary, page)))
