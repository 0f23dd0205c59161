"""Ways in without a search: needs, the A to Z, the sitemap; and the frame round every page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, or_, select

from hubdirectory.actions.facets import hubs_by_age
from hubdirectory.actions.showing import plain
from hubdirectory.actions.showing.facts import HubCard, ListedName, PageAddress
from hubdirectory.actions.showing.places import hub_cards
from hubdirectory.actions.showing.record import origin_of
from hubdirectory.actions.showing.views import Origin, Term
from hubdirectory.domain.states import LocationKind, State
from hubdirectory.models import Location, Organisation, Service, Source, Taxonomy, TaxonomyTerm, Wording

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

DIGITS = "0-9"
LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", DIGITS)


def has_samples(world: World) -> bool:
    """Whether any record is invented."""
    with world.database.reading() as session:
        sample = or_(*(exists().where(model.sample) for model in (Service, Organisation, Location)))
        return bool(session.scalar(select(sample)))


def every_hub(world: World) -> tuple[HubCard, ...]:
    with world.database.reading() as session:
        return hub_cards(world, session)


def hub_names(world: World) -> tuple[tuple[str, str], ...]:
    """Slug and name of every hub, the oldest first."""
    with world.database.reading() as session:
        return hubs_by_age(session)


def crisis_panels(world: World) -> dict[str, dict[str, Any]]:
    """What the manager wrote for each crisis panel: the general one is `crisis`, the others are called as their kind."""
    with world.database.reading() as session:
        rows = session.execute(select(Wording.key, Wording.value).where(Wording.kind == "panel"))
        return {key: value for key, value in rows if value}


def crisis_panel(world: World) -> dict[str, Any] | None:
    """What the manager wrote for the general one."""
    return crisis_panels(world).get("crisis")


def terms(world: World, taxonomy: str, locale: str) -> tuple[Term, ...]:
    """All terms of a taxonomy that are in use, in its order."""
    with world.database.reading() as session:
        rows = session.scalars(
            select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == taxonomy, TaxonomyTerm.retired_at.is_(None))
            .order_by(TaxonomyTerm.position, TaxonomyTerm.name)
        )  # fmt: skip
        return tuple(plain.term(row, locale) for row in rows)


def listed(world: World) -> tuple[ListedName, ...]:
    """Every service and organisation that may be found, by name."""
    with world.database.reading() as session:
        services = session.execute(
            select(Service.slug, Service.name, Organisation.name).join(Organisation)
            .where(Service.state == State.PUBLISHED, Organisation.state == State.PUBLISHED)
        )  # fmt: skip
        organisations = session.execute(select(Organisation.slug, Organisation.name).where(Organisation.state == State.PUBLISHED))
        names = [ListedName("service", slug, name, of) for slug, name, of in services]
        names += [ListedName("organisation", slug, name) for slug, name in organisations]
    return tuple(sorted(names, key=lambda one: (one.name.casefold(), one.kind, one.of.casefold())))


def first_letter(name: str) -> str:
    """The letter of the A to Z that a name stands under: accents ignored, anything but a letter under 0-9."""
    letter = plain_letter(name)
    return letter if letter in LETTERS else DIGITS


def plain_letter(name: str) -> str:
    stripped = unicodedata.normalize("NFKD", name.strip().replace("Ł", "L").replace("ł", "l")).lstrip("\"'“‘([ ")
    return stripped[:1].upper()


def origins(world: World) -> tuple[Origin, ...]:
    """The sources that records were imported from, for the credits."""
    with world.database.reading() as session:
        return tuple(origin_of(row) for row in session.scalars(select(Source).order_by(Source.title)))


def page_addresses(world: World) -> tuple[PageAddress, ...]:
    """Every record that has a page of its own: never a confidential place."""
    with world.database.reading() as session:
        services = session.execute(
            select(Service.slug, Service.updated_at).join(Organisation)
            .where(Service.state == State.PUBLISHED, Organisation.state == State.PUBLISHED).order_by(Service.slug)
        )  # fmt: skip
        organisations = session.execute(
            select(Organisation.slug, Organisation.updated_at).where(Organisation.state == State.PUBLISHED)
            .order_by(Organisation.slug)
        )  # fmt: skip
        places = session.execute(
            select(Location.slug, Location.updated_at, Location.kind)
            .where(Location.state == State.PUBLISHED, Location.confidential.is_(False)).order_by(Location.slug)
        )  # fmt: skip
        found = [PageAddress("service", slug, changed) for slug, changed in services]
        found += [PageAddress("organisation", slug, changed) for slug, changed in organisations]
        found += [PageAddress("hub" if kind == LocationKind.HUB else "place", slug, changed) for slug, changed, kind in places]
    return tuple(found)
