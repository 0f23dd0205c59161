"""What forms offer to choose from: places that are known, parts of the town, and needs and audiences that a text speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hubdirectory.actions.meaning import named_terms, understanding_of
from hubdirectory.domain.states import LocationKind, State
from hubdirectory.geocoding.postcodes import PostcodeTableError
from hubdirectory.models import Area, Location
from hubdirectory.understanding import Understanding
from hubdirectory.understanding.by_letters import UnderstandingByLetters

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_PROPOSED = 4
# Of what a text says about itself, this much has to speak of a term before it is proposed.
ENOUGH = 0.12
SENTENCES = 5


@dataclass(frozen=True)
class KnownPlace:
    """A place that everybody may see."""

    id: str
    name: str
    kind: str
    postcode: str

    @property
    def is_hub(self) -> bool:
        return self.kind == LocationKind.HUB


@dataclass(frozen=True)
class AreaChoice:
    id: str
    name: str


def known_places(world: World) -> tuple[KnownPlace, ...]:
    """Hubs first, then by name; never a confidential one."""
    query = select(Location).where(Location.state == State.PUBLISHED, Location.confidential.is_(False))
    with world.database.reading() as session:
        rows = session.scalars(query.order_by(Location.name)).all()
    places = (KnownPlace(row.id, row.name, row.kind, row.postcode) for row in rows)
    return tuple(sorted(places, key=lambda one: not one.is_hub))


def places_named(world: World, words: str) -> tuple[KnownPlace, ...]:
    """The place of that name; else those whose name or postcode holds all the words: "central hub" too."""
    known = known_places(world)
    wanted = _plain(words)
    if not wanted:
        return ()
    same = [place for place in known if " ".join(_plain(place.name)) == " ".join(wanted)]
    by_words = [place for place in known if set(wanted) <= {*_plain(place.name), *_plain(place.postcode)}]
    by_postcode = [place for place in known if place.postcode and "".join(_plain(place.postcode)) == "".join(wanted)]
    return tuple(same or by_words or by_postcode)


def names_of_places(world: World, ids: Iterable[str], theirs: Iterable[str] = ()) -> Mapping[str, str]:
    """The names of places by id. A confidential one has its name only for whoever runs a service there (`theirs`)."""
    wanted, own = list(ids), set(theirs)
    query = select(Location.id, Location.name, Location.confidential).where(Location.id.in_(wanted))
    with world.database.reading() as session:
        rows = session.execute(query).all()
    return {id_: name for id_, name, confidential in rows if not confidential or id_ in own}


def postcode_is_known(world: World, postcode: str) -> bool:
    """Whether the postcode can be put on the map; where no postcodes are loaded, every one is believed."""
    with suppress(PostcodeTableError):
        return world.postcodes.find(postcode) is not None or not world.postcodes.areas()
    return True


def areas(world: World) -> tuple[AreaChoice, ...]:
    with world.database.reading() as session:
        return tuple(AreaChoice(row.id, row.name) for row in session.scalars(select(Area).order_by(Area.name)))


def proposed_terms(world: World, name: str, summary: str, description: str) -> tuple[str, ...]:
    """Needs and audiences that the text seems to speak of, as "taxonomy/slug", the surest first. Only proposals."""
    texts = [f"{name}. {summary}", *re.split(r"(?<=[.!?])\s+", description)[:SENTENCES]]
    with world.database.reading() as session:
        needs, audiences = understanding_of(world, session), UnderstandingByLetters()
        audiences.learn(named_terms(session, "audience"))
    return (*_spoken_of("need", needs, texts), *_spoken_of("audience", audiences, texts))


def _spoken_of(taxonomy: str, understanding: Understanding, texts: Sequence[str]) -> Iterator[str]:
    totals: defaultdict[str, float] = defaultdict(float)
    for text in filter(str.strip, texts):
        for one in understanding.understand(text):
            totals[one.need] += one.score / len(texts)
    best = sorted(totals.items(), key=lambda pair: -pair[1])[:MOST_PROPOSED]
    yield from (f"{taxonomy}/{slug}" for slug, score in best if score >= ENOUGH)


def _plain(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("'", "").replace("’", ""))
    return [word for word in words if word != "the"]
