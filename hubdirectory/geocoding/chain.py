"""Several geocoders asked one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from hubdirectory.geocoding.port import Found, Geocoder, NotFound, Reason, refusal

# When all of them failed, the visitor is told the reason that helps most: the first of these that was given.
MOST_TELLING = (
    Reason.UNKNOWN_POSTCODE,
    Reason.UNAVAILABLE,
    Reason.UNKNOWN,
    Reason.WITHHELD,
    Reason.NOT_SET_UP,
)


class ChainedGeocoder:
    """Asks each in turn until one finds. None stands for one that this installation does not have."""

    def __init__(self, geocoders: Iterable[Geocoder | None]) -> None:
        self._geocoders = tuple(geocoder for geocoder in geocoders if geocoder is not None)

    def geocode(self, text: str) -> Found | NotFound:
        refused = refusal(text)
        if refused:
            return refused
        reasons = set()
        for geocoder in self._geocoders:
            answer = geocoder.geocode(text)
            if isinstance(answer, Found):
                return answer
            reasons.add(answer.reason)
        return NotFound(next((reason for reason in MOST_TELLING if reason in reasons), Reason.NOT_SET_UP))
