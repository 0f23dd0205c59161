"""As many services as a benchmark wants: plausible, the same for the same seed, and quickly in the database."""

from __future__ import annotations

import time
from itertools import islice

from sqlalchemy import func, select

from hubdirectory.models import Attribute, Database, Location, Service
from hubdirectory.sample_town.many import generate_many, load_many
from hubdirectory.sample_town.town import SampleLocation, SampleOrganisation, SampleService


def test_so_many_services_as_were_asked_for_with_places_in_proportion() -> None:
    records = list(generate_many(2000, seed=3))
    assert sum(isinstance(record, SampleService) for record in records) == 2000
    assert sum(isinstance(record, SampleLocation) for record in records) == 150
    assert len({record.id for record in records if isinstance(record, SampleService)}) == 2000
    known = {record.slug for record in records if isinstance(record, SampleLocation)}
    owners = {record.slug for record in records if isinstance(record, SampleOrganisation)}
    for record in records:
        if isinstance(record, SampleService):
            assert set(record.locations) <= known
            assert record.organisation in owners
            assert "{" not in f"{record.name}{record.summary}{record.description}"


def test_the_same_seed_gives_the_same_services_and_another_gives_others() -> None:
    assert list(generate_many(300, seed=1)) == list(generate_many(300, seed=1))
    assert list(generate_many(300, seed=1)) != list(generate_many(300, seed=2))


def test_two_hundred_thousand_would_take_less_than_a_minute() -> None:
    # A tenth of it, by the processor's own clock: what else the machine does is not counted.
    records = generate_many(200_000, seed=1)
    next(records)
    began = time.process_time()
    for _ in islice(records, 20_000):
        pass
    assert time.process_time() - began < 6


def test_they_are_loaded_in_batches_that_tell_how_far_they_are(empty: Database) -> None:
    told: list[int] = []
    assert load_many(empty.engine, generate_many(3000, seed=5), told.append) == 3000
    assert told == sorted(told)
    assert told[-1] == 3000
    with empty.reading() as session:
        assert session.scalar(select(func.count()).select_from(Service)) == 3000
        assert session.scalar(select(func.count()).select_from(Location)) == 150
        assert session.scalar(select(func.count()).select_from(Attribute).where(Attribute.state == "confirmed")) > 6000
