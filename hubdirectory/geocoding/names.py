"""A gazetteer of the names that this directory knows: hubs, places, wards, streets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason, refusal
from hubdirectory.geocoding.written import folded, without_postcode

# Two entries of one name this near are one place ("Central Hub" as a hub and as a location), not a choice.
SAME_PLACE_MILES = 0.25
LEAST_LETTERS_FOR_PREFIX = 3
LEAST_LETTERS_FOR_TYPOS = 4
# Below it "York Road" meets "Park Road".
LEAST_LIKENESS = 90
MOST_ALTERNATIVES = 5

KIND_ORDER: dict[str, int] = {kind: place for place, kind in enumerate((Kind.HUB, Kind.PLACE, Kind.WARD, Kind.STREET))}

SHORT_FORMS = {
    "av": "avenue",
    "ave": "avenue",
    "cl": "close",
    "cres": "crescent",
    "dr": "drive",
    "gdns": "gardens",
    "gr": "grove",
    "ln": "lane",
    "pk": "park",
    "pl": "place",
    "rd": "road",
    "sq": "square",
    "st": "street",
    "terr": "terrace",
    "tce": "terrace",
}
STREET_WORDS = {
    *SHORT_FORMS.values(),
    "way",
    "walk",
    "row",
    "green",
    "court",
    "hill",
    "view",
    "parade",
    "mews",
}

HOUSE_NUMBER = re.compile(r"\d+[a-z]?")
STREET = re.compile(
    r"(?:\d+ ?[a-z]?(?: ?[-–/&] ?\d+ ?[a-z]?)? )?"
    rf"((?:[^\W\d][\w'’.-]* )+(?:{'|'.join(sorted(STREET_WORDS | set(SHORT_FORMS)))}))\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NamedPlace:
    """A name, what it is the name of (`port.Kind`), and where that is."""

    name: str
    kind: str
    point: Point


class Gazetteer:
    """Finds a place by its name: exactly, else by its beginning, else with a slip or two.

    Case, accents, apostrophes, "the", house numbers, short forms ("Rd") and the town's own name don't count.
    It does not change: make another one when the places changed.
    """

    def __init__(self, places: dict[str, tuple[NamedPlace, ...]], town: str) -> None:
        self._places = places
        self._keys = sorted(places)
        self._town = town
        self._keys_of_the_town = _keys(town, "")

    @classmethod
    def from_entries(cls, entries: Iterable[NamedPlace], town: str = "") -> Gazetteer:
        places: dict[str, list[NamedPlace]] = defaultdict(list)
        for entry in entries:
            for key in _keys(entry.name, town):
                places[key].append(entry)
        return cls({key: _distinct(sorted(known, key=_standing), town) for key, known in places.items()}, town)

    def geocode(self, text: str) -> Found | NotFound:
        """The place of that name; the others that were perhaps meant are its alternatives, at most 5.

        `exact` only where the whole name was given and is the name of one place.
        """
        refused = refusal(text)
        if refused:
            return refused
        keys = _keys(without_postcode(text), self._town)
        for search in (self._of_that_name, self._beginning_so, self._nearly_so):
            places = _distinct((place for key in keys for place in search(key)), self._town)
            if places:
                sure = search == self._of_that_name and len(places) == 1
                return _found(places, exact=sure)
        return NotFound(Reason.UNKNOWN if self._places else Reason.NOT_SET_UP)

    find = geocode

    def _of_that_name(self, key: str) -> Iterable[NamedPlace]:
        return self._places.get(key, ())

    def _beginning_so(self, key: str) -> Iterator[NamedPlace]:
        # "Hartlepool" alone means the town, not "Hartlepool Art Gallery".
        if len(key) < LEAST_LETTERS_FOR_PREFIX or key in self._keys_of_the_town:
            return
        known = []
        for place in range(bisect_left(self._keys, key), len(self._keys)):
            if not self._keys[place].startswith(key):
                break
            known.append(self._keys[place])
        # Whole words first ("York" is York Road before Yorkshire Street), then the shortest.
        for name in sorted(known, key=lambda name: (name[len(key)] != " ", len(name), name)):
            yield from self._places[name]

    def _nearly_so(self, key: str) -> Iterator[NamedPlace]:
        if len(key) < LEAST_LETTERS_FOR_TYPOS:
            return
        alike = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
        for name, _, _ in alike:
            yield from self._places[name]


def street_in(address: str) -> str | None:
    """The street of an address, one or several lines: "York Road" of "Flat 2, 12a York Road, Hartlepool"."""
    parts = (" ".join(part.split()) for part in re.split("[,\n]", address))
    matches = (STREET.fullmatch(part) for part in parts)
    return next((match.group(1) for match in matches if match), None)


def _keys(name: str, town: str) -> tuple[str, ...]:
    """What a name is filed and looked up under: as it is, and without the town. Nothing for no words."""
    whole = " ".join(word for word in folded(name).split() if word != "the")
    townless = f" {whole} ".replace(f" {folded(town)} ", " ").strip() if town else whole
    # "Hartlepool Road" must not answer to "road", nor "Hartlepool" to nothing.
    useful = townless and _key(townless) not in STREET_WORDS
    keys = (_key(whole), _key(townless if useful else whole))
    return tuple(key for key in dict.fromkeys(keys) if key)


def _key(name: str) -> str:
    words = name.split()
    while len(words) > 1 and HOUSE_NUMBER.fullmatch(words[0]):
        del words[0]
    # At the end it is a street, before that a saint: "St Aidan's St".
    words = ["saint" if word == "st" else word for word in words[:-1]] + words[-1:]
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def _standing(place: NamedPlace) -> tuple[int, str]:
    return KIND_ORDER.get(place.kind, len(KIND_ORDER)), place.name


def _distinct(places: Iterable[NamedPlace], town: str) -> tuple[NamedPlace, ...]:
    """The first six that are not the same place under the same name again."""
    kept: list[NamedPlace] = []
    for place in places:
        if len(kept) > MOST_ALTERNATIVES:
            break
        if not any(_same(place, other, town) for other in kept):
            kept.append(place)
    return tuple(kept)


def _same(a: NamedPlace, b: NamedPlace, town: str) -> bool:
    same_name = not set(_keys(a.name, town)).isdisjoint(_keys(b.name, town))
    return same_name and miles_between(a.point, b.point) < SAME_PLACE_MILES


def _found(places: tuple[NamedPlace, ...], exact: bool) -> Found:
    best, *others = (Found(place.point, place.name, place.kind, exact=exact) for place in places)
    return Found(best.point, best.label, best.kind, exact=exact, alternatives=tuple(others))
