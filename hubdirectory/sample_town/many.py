"""As many plausible services as a benchmark wants, made by mixing the sample town's texts, places and people anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count as counting
from itertools import islice
from random import Random

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.orm import Session

from .casting import Numbers
from .content import Content, Idea, chosen, content
from .dates import confirmed, dice, moment, schedule_of
from .facts import DAYS, Facts, When
from .load import known_areas, known_terms
from .rows import TABLES, RowMaker
from .saying import booking_of, modes_of, serves_of, terms_of
from .setting import areas_of, domain_of, filled, locations_of, organisations_of
from .town import Record, SampleLocation, SampleOrganisation, SampleService
from .writing import cast_of, facts_for

BENCH_DAY = date(2026, 11, 22)
FEWEST_PLACES, MOST_PLACES = 150, 3000
BATCH = 2000
_BUILDINGS = ("Hall", "Rooms", "Centre", "Church Hall", "Pavilion", "House", "Studio", "Institute")


def generate_many(count: int, seed: int = 0, today: date = BENCH_DAY) -> Iterator[Record]:
    """Wards, places and organisations, then so many services. Equal for equal arguments."""
    written, rng = content(), dice(f"many/{seed}")
    places = list(_places(written, max(FEWEST_PLACES, min(MOST_PLACES, count // 60)), today, rng))
    groups = list(_organisations(written, max(len(written.organisations), count // 6), today))
    yield from areas_of(written)
    yield from places
    yield from groups
    mixer = _Mixer(written, places, groups, today, rng)
    for number in range(count):
        yield mixer.service(number)


def load_many(engine: Engine, records: Iterable[Record], on_progress: Callable[[int], None] | None = None) -> int:
    """Write the records in batches, each in its own transaction; how many services there were.

    For an empty, founded database: nothing that is there is looked at. `on_progress` is told the services so far.
    Raises TownNotFounded where the taxonomies are missing.
    """
    with Session(engine) as session:
        maker = RowMaker(known_areas(session), known_terms(session))
    waiting, services = iter(records), 0
    while batch := list(islice(waiting, BATCH)):
        for record in batch:
            maker.add(record)
        services += sum(isinstance(record, SampleService) for record in batch)
        with engine.execution_options(writing=True).begin() as connection:
            _insert(connection, maker)
        if on_progress:
            on_progress(services)
    return services


def _insert(connection: Connection, maker: RowMaker) -> None:
    rows = maker.take()
    for table in TABLES:
        if rows.get(table):
            connection.execute(insert(table), rows[table])


def _places(written: Content, wanted: int, today: date, rng: Random) -> Iterator[SampleLocation]:
    real = locations_of(written, today, Numbers())
    yield from real
    open_to_all = [place for place in real if place.kind == "venue" and not place.confidential]
    for number in range(len(real), wanted):
        near = rng.choice(open_to_all)
        surname = rng.choice(written.people).split()[-1]
        yield replace(
            near, slug=f"{near.slug}-{number}", name=f"{surname} {rng.choice(_BUILDINGS)} {number}", short=f"{surname} {number}",
            address_1=f"{rng.randrange(1, 200)} {near.address_1.lstrip('0123456789- ')}", schedules=(), phones=(),
            latitude=round(near.latitude + rng.uniform(-0.02, 0.02), 6),
            longitude=round(near.longitude + rng.uniform(-0.03, 0.03), 6),
        )  # fmt: skip


def _organisations(written: Content, wanted: int, today: date) -> Iterator[SampleOrganisation]:
    first = organisations_of(written, today, Numbers())
    for number in range(wanted):
        group, turn = first[number % len(first)], number // len(first) + 1
        again = replace(group, slug=f"{group.slug}-{turn}", name=f"{group.name} {turn}")
        yield group if turn == 1 else again


class _Mixer:
    """Mixes one service at a time; what is slow is done once per text and kept."""

    def __init__(
        self, written: Content, places: list[SampleLocation], groups: list[SampleOrganisation], today: date, rng: Random
    ) -> None:
        self.written, self.places, self.groups, self.today, self.rng = written, places, groups, today, rng
        self.open = [place for place in places if not place.confidential and place.kind != "surgery"]
        self.voices = [line for lines in written.voices.values() for line in lines]
        self.kept: dict[tuple[int, int], tuple[Idea, Facts, tuple[str, ...]]] = {}
        self.numbers = Numbers()
        self.serial = counting(1)

    def service(self, number: int) -> SampleService:
        rng = self.rng
        idea, facts, (name, summary, description, optional) = self._text()
        group = self.groups[rng.randrange(len(self.groups))]
        places = self._places(facts)
        where = places[0].short if places else "home"
        values = {**cast_of(self.written, facts, rng)[0], "place": where, "Place": where, "org": group.name}
        texts = [description, rng.choice(self.voices), *([optional] if optional and rng.random() < 0.5 else [])]
        domain = domain_of(group.slug)
        slug = f"service-{number}"
        days_ago = rng.randrange(30, 700)
        created = moment(self.today, days_ago, rng)
        return SampleService(
            slug=slug, organisation=group.slug, name=f"{filled(name, values)} {next(self.serial)}",
            summary=filled(summary, values), description=filled("\n\n".join(texts), values), terms=terms_of(idea, facts),
            modes=modes_of(facts, places), booking=booking_of(facts), created_at=created, updated_at=created,
            accepts_referrals=facts.refer, email=f"ask@{domain}", url=f"https://{domain}/{slug}",
            locations=tuple(place.slug for place in places), serves=(serves_of(facts, places),),
            schedules=tuple(schedule_of(self._moved(when), self.today, rng) for when in facts.whens),
            costs=tuple(facts.costs), minimum_age=facts.ages[0], maximum_age=facts.ages[1], conditions=facts.who,
            languages=("en", *facts.languages), phones=(self.numbers.phone("local"),), state="published",
            confirmed_at=confirmed(self.today, rng), confirmed_by=group.name,
        )  # fmt: skip

    def _text(self) -> tuple[Idea, Facts, tuple[str, ...]]:
        chosen_idea = self.rng.randrange(len(self.written.ideas))
        idea = self.written.ideas[chosen_idea]
        key = (chosen_idea, self.rng.randrange(idea.copies))
        if key not in self.kept:
            texts = (idea.name, idea.summary, "\n\n".join(idea.description), idea.optional)
            self.kept[key] = (idea, facts_for(idea, key[1]), tuple(chosen(text, key[1]) for text in texts))
        return self.kept[key]

    def _places(self, facts: Facts) -> list[SampleLocation]:
        wanted = sum(3 if tag == "hubs" else many for tag, many in facts.at) or (0 if facts.modes else 1)
        return self.rng.sample(self.open, wanted)

    def _moved(self, when: When) -> When:
        # The same text on another day of the week, and no longer tied to one of the town's places.
        if when.freq != "WEEKLY":
            return replace(when, place="")
        shift = self.rng.randrange(7)
        return replace(when, place="", byday=tuple(DAYS[(DAYS.index(day) + shift) % 7] for day in when.byday))
