"""Several geocoders in turn."""

from __future__ import annotations

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.chain import ChainedGeocoder
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason

HERE = Found(Point(54.68, -1.21), "here", Kind.PLACE)
THERE = Found(Point(54.60, -1.00), "there", Kind.STREET)


class Answering:
    def __init__(self, answer: Found | NotFound) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def geocode(self, text: str) -> Found | NotFound:
        self.asked.append(text)
        return self.answer


def test_the_first_that_finds_answers_and_the_rest_are_not_asked() -> None:
    never = Answering(THERE)
    chain = ChainedGeocoder([Answering(NotFound(Reason.UNKNOWN)), Answering(HERE), never])
    assert chain.geocode("somewhere") == HERE
    assert never.asked == []


def test_one_that_this_installation_lacks_is_passed_over() -> None:
    assert ChainedGeocoder([None, Answering(HERE), None]).geocode("somewhere") == HERE


def test_one_that_is_away_does_not_stop_the_others() -> None:
    away = Answering(NotFound(Reason.UNAVAILABLE))
    assert ChainedGeocoder([away, Answering(HERE)]).geocode("somewhere") == HERE


def test_of_several_reasons_the_most_telling_is_given() -> None:
    def reason(*reasons: Reason) -> Reason:
        answer = ChainedGeocoder([Answering(NotFound(given)) for given in reasons]).geocode("somewhere")
        assert isinstance(answer, NotFound)
        return answer.reason

    assert reason(Reason.UNKNOWN_POSTCODE, Reason.UNKNOWN, Reason.WITHHELD) == Reason.UNKNOWN_POSTCODE
    assert reason(Reason.UNKNOWN, Reason.UNAVAILABLE) == Reason.UNAVAILABLE
    assert reason(Reason.NOT_SET_UP, Reason.UNKNOWN) == Reason.UNKNOWN
    assert reason(Reason.NOT_SET_UP, Reason.NOT_SET_UP) == Reason.NOT_SET_UP


def test_nobody_is_asked_about_nothing_or_about_a_whole_page_of_text() -> None:
    asked = Answering(HERE)
    assert ChainedGeocoder([asked]).geocode("  ") == NotFound(Reason.EMPTY)
    assert ChainedGeocoder([asked]).geocode("x" * 10_000) == NotFound(Reason.TOO_LONG)
    assert asked.asked == []
