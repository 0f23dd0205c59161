"""What is on for machines: the contract of /today.json."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hubdirectory.actions.occurrences import OccurrenceLine, Spot
from hubdirectory.audiences.residents.asked import Args, Unreadable
from hubdirectory.domain.occurrences import Status
from hubdirectory.web.addresses import absolute
from hubdirectory.web.times import machine_time


def day_of(args: Args, today: date) -> date:
    """The day that is asked for, today unless one is. Raises Unreadable."""
    given = args.get("date", "").strip()
    try:
        return date.fromisoformat(given) if given else today
    except ValueError:
        raise Unreadable("date", "a day such as 2026-11-24") from None


def as_json(day: date, lines: Iterable[OccurrenceLine]) -> dict[str, Any]:
    """Times carry London's offset. A date that was moved to another day is in the lists of both."""
    return {"date": day.isoformat(), "occurrences": [_occurrence(line) for line in lines]}


def _occurrence(line: OccurrenceLine) -> dict[str, Any]:
    offer = line.offer
    note = " ".join(filter(None, (line.reason if line.status is Status.CANCELLED else "", line.note)))
    return {
        "id": line.id, "service": offer.name, "slug": offer.slug, "service_id": offer.id, "title": line.title,
        "organisation": offer.organisation, "url": absolute("residents.service", slug=offer.slug, lang=None),
        "hub": line.hub or None, "place": _place(line.public_place),
        "starts": machine_time(line.starts), "ends": machine_time(line.ends), "status": line.status.value, "note": note,
        "planned": _planned(line), "full": line.full, "late_minutes": line.late_minutes, "featured": line.featured,
        "booking": offer.booking, "cost": offer.cost, "what": line.what,
        "distance_miles": None if line.miles is None else round(line.miles, 2),
    }  # fmt: skip


def _place(place: Spot | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"name": place.name, "slug": place.slug, "kind": place.kind, "latitude": place.latitude, "longitude": place.longitude}


def _planned(line: OccurrenceLine) -> dict[str, str] | None:
    """From when to when it was planned, where it was moved."""
    return {"starts": machine_time(line.was.starts), "ends": machine_time(line.was.ends)} if line.was else None
