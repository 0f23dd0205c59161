"""Places by name from a Nominatim server that the operator chose; without one nothing is asked of anybody."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from hashlib import blake2b
from urllib.parse import urlsplit

from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.location import Location

from hubdirectory.domain.distance import Box, Point
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason, refusal
from hubdirectory.geocoding.written import folded, postcode_in, whole_postcode, without_house_numbers

MOST_PLACES = 5
LABEL_PARTS = 3
# A page must not stand in a long queue for a server that takes one question a second.
MOST_WAITING = 3


class NominatimGeocoder:
    """Asks the server at `address`, at most once in `seconds_between` (the public server's rule is 1).

    `near` is where places are looked for first. Answers are kept in memory, the last `remembered` of them.
    A whole postcode is never sent, nor the number of a house: they say where somebody lives. Raises ValueError for a bad
    address.
    """

    def __init__(
        self,
        address: str,
        *,
        user_agent: str = "HubDirectory",
        near: Box | None = None,
        timeout: float = 3.0,
        seconds_between: float = 1.0,
        remembered: int = 1000,
    ) -> None:
        server = urlsplit(address)
        if server.scheme not in ("http", "https") or not server.hostname:
            raise ValueError(f"not the address of a Nominatim server: {address!r}")
        # geopy logs each question at DEBUG; what a visitor types is never logged, whatever the level.
        logging.getLogger("geopy").setLevel(logging.WARNING)
        client = Nominatim(
            scheme=server.scheme,
            domain=server.netloc + server.path,
            user_agent=user_agent,
            timeout=timeout,
            adapter_factory=URLLibAdapter,
        )
        self._ask = RateLimiter(
            client.geocode,
            min_delay_seconds=seconds_between,
            max_retries=0,
            error_wait_seconds=seconds_between,
            swallow_exceptions=False,
        )
        self._viewbox = [(near.south, near.west), (near.north, near.east)] if near else None
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._memory = _Memory(remembered)

    def geocode(self, text: str) -> Found | NotFound:
        refused = refusal(text)
        if refused:
            return refused
        if whole_postcode(text) or postcode_in(text):
            return NotFound(Reason.WITHHELD)
        asked = without_house_numbers(text)
        if not asked:
            return NotFound(Reason.UNKNOWN)
        known = self._memory.get(asked)
        return known or self._fetched(asked)

    def _fetched(self, text: str) -> Found | NotFound:
        if not self._waiting.acquire(blocking=False):
            return NotFound(Reason.UNAVAILABLE)
        try:
            places = self._ask(
                text,
                exactly_one=False,
                limit=MOST_PLACES,
                country_codes="gb",
                viewbox=self._viewbox,
            )
            answer = _answer(places or [])
        # A server may also answer with JSON of another shape, which geopy trips over.
        except (GeopyError, OSError, KeyError, TypeError, ValueError, AttributeError):
            return NotFound(Reason.UNAVAILABLE)
        finally:
            self._waiting.release()
        self._memory.keep(text, answer)
        return answer


class _Memory:
    """The last answers: places, and no word of what was typed, which may be somebody's name; a question is known by a digest.

    It is safe to share between threads and is never written down.
    """

    def __init__(self, size: int) -> None:
        self._size, self._secret = size, secrets.token_bytes(16)
        self._answers: OrderedDict[bytes, Found | NotFound] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: str) -> Found | NotFound | None:
        key = self._key(question)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _key(self, question: str) -> bytes:
        return blake2b(folded(question).encode(), key=self._secret, digest_size=16).digest()

    def keep(self, question: str, answer: Found | NotFound) -> None:
        with self._lock:
            self._answers[self._key(question)] = answer
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)


def _answer(places: list[Location]) -> Found | NotFound:
    if not places:
        return NotFound(Reason.UNKNOWN)
    best, *others = (_found(place, exact=len(places) == 1) for place in places)
    return Found(best.point, best.label, best.kind, exact=best.exact, alternatives=tuple(others))


def _found(place: Location, exact: bool) -> Found:
    label = ", ".join(part.strip() for part in place.address.split(",")[:LABEL_PARTS])
    return Found(Point(place.latitude, place.longitude), label, Kind.PLACE, exact=exact)
