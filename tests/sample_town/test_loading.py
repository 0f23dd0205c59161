"""The town in the database: "mental health" finds 175, and loading again changes nothing that matters."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.founding import found
from hubdirectory.models import (
    Area,
    Assurance,
    Attribute,
    Base,
    Database,
    Eligibility,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
    database_of,
)
from hubdirectory.sample_town.load import TownNotFounded, load
from hubdirectory.sample_town.town import Town, sample_id


def searched_texts(session: Session) -> dict[str, list[str]]:
    """Everything that search promises to look at, by the id of each published service, read from the tables alone."""
    texts: dict[str, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Service, Organisation.name)
        .join(Organisation, Service.organisation_id == Organisation.id)
        .where(Service.state == "published", Organisation.state == "published")
    )
    for service, organisation in rows:
        texts[service.id] = [service.name, service.alternate_name, service.summary, service.description, organisation]
    for statement in (
        select(Attribute.service_id, TaxonomyTerm.name).join(Attribute.term).where(Attribute.state == "confirmed"),
        select(ServiceAtLocation.service_id, Location.name)
        .join(ServiceAtLocation.location)
        .where(Location.confidential.is_(False)),
        select(Eligibility.service_id, Eligibility.conditions),
    ):
        for service_id, text in session.execute(statement):
            if service_id in texts:
                texts[service_id].append(text)
    return texts


def stemmed(word: str) -> str:
    """Harman's S-stemmer: the first rule that fits is the one that counts."""
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    if word.endswith("s"):
        return word if word.endswith(("us", "ss")) else word[:-1]
    return word


def words_of(text: str) -> list[str]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))
    return [stemmed(word) for word in re.findall(r"[^\W_]+", re.sub("['’]", "", plain))]


def finds_mental_health(texts: list[str]) -> bool:
    words = [word for text in texts for word in words_of(text)]
    return "mental" in words and any(word.startswith("health") for word in words)


def test_mental_health_is_said_by_exactly_175_published_services(session: Session) -> None:
    assert sum(finds_mental_health(texts) for texts in searched_texts(session).values()) == 175


def test_postgresql_holds_the_same_town(postgresql_url: str, town: Town) -> None:
    made = database_of(postgresql_url)
    Base.metadata.create_all(made.engine)
    for _ in range(2):
        with made.writing() as session:
            found(session)
            load(session, town)
    with made.reading() as session:
        assert counts(session)["Service"] == len(town.services)
        assert sum(finds_mental_health(texts) for texts in searched_texts(session).values()) == 175
    made.close()


def test_services_that_say_it_belong_to_many_needs_and_organisations(session: Session) -> None:
    finding = {key for key, texts in searched_texts(session).items() if finds_mental_health(texts)}
    organisations = select(Service.organisation_id).where(Service.id.in_(finding)).distinct()
    assert len(session.scalars(organisations).all()) >= 60


def test_everything_of_the_town_is_marked_as_a_sample(session: Session, town: Town) -> None:
    for table, listed in ((Organisation, town.organisations), (Service, town.services), (Location, town.locations)):
        assert session.scalar(select(func.count()).select_from(table).where(table.sample.is_(True))) == len(listed)
    assert session.scalar(select(func.count()).select_from(Area)) == 12


def test_a_service_came_in_whole(session: Session) -> None:
    service = session.scalars(select(Service).where(Service.slug == "rhyme-time-at-all-three-hubs")).one()
    times = session.scalars(select(Schedule).where(Schedule.service_id == service.id).order_by(Schedule.position)).all()
    assert service.id == sample_id("service", service.slug)
    assert [(entry.byday, entry.term_time_only) for entry in times] == [(["TU"], True), (["WE"], True), (["TH"], True)]
    assert {entry.at_location_id for entry in times} == {
        sample_id("location", f"community-hub-{name}") for name in ("central", "north", "south")
    }
    assert times[0].recurrence().byday == ("TU",)


def test_drafts_have_no_confirmed_needs(session: Session) -> None:
    drafts = select(Service.id).where(Service.state.in_(("draft", "in_review")))
    states = session.scalars(select(Attribute.state).where(Attribute.service_id.in_(drafts))).all()
    assert states
    assert set(states) == {"suggested"}


def counts(session: Session) -> dict[str, int]:
    tables = (Organisation, Service, Location, Area, Schedule, Phone, Attribute, Assurance, ServiceAtLocation)
    return {table.__name__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_loading_again_adds_nothing_and_puts_back_what_was_changed(empty: Database, town: Town) -> None:
    with empty.writing() as session:
        first = load(session, town)
        before = counts(session)
    with empty.writing() as session:
        some = session.scalars(select(Service).limit(1)).one()
        name, some.name = some.name, "Something else"
        session.add(Phone(service_id=some.id, number="01632 960 999"))
        session.flush()
        again = load(session, town)
        assert counts(session) == before
    with empty.reading() as session:
        assert session.get_one(Service, some.id).name == name
    assert (first.services, first.removed) == (len(town.services), 0)
    assert (again.added, again.removed) == (0, 1)


def test_a_record_of_ones_own_keeps_its_slug(empty: Database, town: Town) -> None:
    with empty.writing() as session:
        own = Organisation(slug="samaritans", name="Our own", state="published")
        session.add(own)
        session.flush()
        load(session, town)
    with empty.reading() as session:
        assert session.get_one(Organisation, own.id).slug == "samaritans"
        assert session.get_one(Organisation, sample_id("organisation", "samaritans")).slug == "samaritans-sample"


def test_the_town_is_loaded_in_seconds(empty: Database, town: Town) -> None:
    began = time.process_time()
    with empty.writing() as session:
        load(session, town)
    assert time.process_time() - began < 15


def test_a_directory_that_was_not_founded_is_told_so(tmp_path, town: Town) -> None:  # type: ignore[no-untyped-def]
    bare = database_of(f"sqlite:///{tmp_path / 'bare.db'}")
    Base.metadata.create_all(bare.engine)
    with pytest.raises(TownNotFounded, match="Found the directory"), bare.writing() as session:
        load(session, town)
    bare.close()
