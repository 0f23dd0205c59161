"""The stage: wards, places and organisations, before anything happens in them."""

from __future__ import annotations

import re
from datetime import date
from random import Random

from hubdirectory.domain.slugs import free_slug, slug_of

from .casting import Numbers
from .content import Content, WrittenOrganisation
from .dates import confirmed, dice, moment, schedule_of
from .facts import facts_of
from .town import SampleArea, SampleContact, SampleLocation, SampleOrganisation, SamplePhone

STATUS = {
    "group": "Unincorporated association", "charity": "Registered charity", "cic": "Community interest company",
    "church": "Place of worship", "club": "Club", "council": "Council service", "national": "National charity",
    "nhs": "NHS service", "line": "National line",
}  # fmt: skip
WITHOUT_AN_ADDRESS = frozenset({"line"})


def areas_of(content: Content) -> list[SampleArea]:
    return [
        SampleArea(slug_of(row["name"]), row["code"], row["name"], float(row["latitude"]), float(row["longitude"]))
        for row in content.wards
    ]


def locations_of(content: Content, today: date, numbers: Numbers) -> list[SampleLocation]:
    wards = {row["code"]: row["name"] for row in content.wards}
    return [_location(row, wards[row["ward"]], today, numbers) for row in content.places]


def _location(row: dict[str, str], ward_name: str, today: date, numbers: Numbers) -> SampleLocation:
    slug = slug_of(row["name"])
    rng = dice(f"place/{slug}")
    hours = tuple(schedule_of(when, today, rng) for when in facts_of(row["hours"]).whens)
    staffed = bool(hours) or row["kind"] == "surgery"
    return SampleLocation(
        slug=slug, name=row["name"], short=row["short"], kind=row["kind"], tags=tuple(row["tags"].split()),
        address_1=row["address_1"], address_2=row["address_2"], postcode=row["postcode"],
        latitude=float(row["latitude"]), longitude=float(row["longitude"]), ward=row["ward"],
        ward_name=ward_name,
        accessibility=tuple(row["access"].split()), confidential=row["confidential"] == "yes",
        description=row["description"], transport=row["transport"], schedules=hours,
        phones=(numbers.phone("local", "The front desk"),) if staffed else (),
        email=f"{slug}@hubs.example.org" if row["kind"] == "hub" else "",
        created_at=moment(today, 700 + rng.randrange(200), rng),
    )  # fmt: skip


def organisations_of(content: Content, today: date, numbers: Numbers) -> list[SampleOrganisation]:
    taken: set[str] = set()
    found = []
    for number, written in enumerate(content.organisations):
        slug = free_slug(written.name, taken)
        taken.add(slug)
        found.append(_organisation(written, slug, number, content, today, numbers))
    return found


def _organisation(
    written: WrittenOrganisation, slug: str, number: int, content: Content, today: date, numbers: Numbers
) -> SampleOrganisation:
    rng = dice(f"organisation/{slug}")
    domain = domain_of(slug)
    reachable = written.kind not in WITHOUT_AN_ADDRESS
    created = 380 + rng.randrange(500)
    person = content.people[number * 7 % len(content.people)]
    return SampleOrganisation(
        slug=slug, name=written.name, alternate_name=written.alternate_name, kind=written.kind, needs=written.needs,
        summary=written.summary, description=_history(written, number, content, rng),
        website=f"https://{domain}/" if reachable and rng.random() < 0.8 else "",
        email=f"hello@{domain}" if reachable else "", legal_status=STATUS[written.kind],
        charity_number=f"99{rng.randrange(10_000, 99_999)}" if written.kind in ("charity", "national") else "",
        phones=_phones(written, rng, numbers) if reachable else (),
        contacts=(SampleContact(person, rng.choice(_TITLES), f"hello@{domain}"),) if reachable else (),
        created_at=moment(today, created, rng), updated_at=moment(today, rng.randrange(5, created), rng),
        confirmed_at=confirmed(today, rng),
    )  # fmt: skip


_TITLES = ("Secretary", "Co-ordinator", "Manager", "Chair", "Treasurer", "Volunteer", "Administrator", "")


def domain_of(slug: str) -> str:
    """A short address under example.org."""
    short = re.sub(r"^(the|hartlepool)-", "", slug)[:28].rsplit("-and-", 1)[0].strip("-")
    return f"{short}.example.org"


def _history(written: WrittenOrganisation, number: int, content: Content, rng: Random) -> str:
    pool = content.practical.get(f"about {written.kind}") or content.practical["about group"]
    line = pool[number % len(pool)]
    values = {"person": content.people[number * 11 % len(content.people)].split()[0]}
    values |= {"year": str(rng.randrange(1974, 2023)), "count": str(rng.randrange(9, 48))}
    return filled(line, values)


def _phones(written: WrittenOrganisation, rng: Random, numbers: Numbers) -> tuple[SamplePhone, ...]:
    if written.kind == "national":
        return (numbers.phone("national", "The office"),)
    return (numbers.phone("mobile" if written.kind == "group" and rng.random() < 0.55 else "local"),)


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its `{names}` filled in. Raises KeyError for a name that nobody gave."""
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
