"""What a sheet says of a service: what to do first and what to say, when and where, how to get there, what it costs.

Short sentences, one thing in each. Called inside `speaking`, so that every word is in the sheet's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from flask_babel import gettext

from hubdirectory.actions.showing import Happening, Place, ServiceView
from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.domain.sheets import First, Reach, first_step
from hubdirectory.web.formatting import distance, host, money, phone_link, phone_words, text_link, travel_times, web_address
from hubdirectory.web.locales import DEFAULT, current_locale, direction
from hubdirectory.web.names import MODES, access_name, spoken_language
from hubdirectory.web.recurrences import and_list, rule_words
from hubdirectory.web.sheet_views import Line, Occasion, Step
from hubdirectory.web.speaking import speaking
from hubdirectory.web.times import full_day, local, short_date, span_words

MOST_RULES, MOST_PLACES, MOST_ACCESS = 3, 2, 4
LEFT_TO_RIGHT, AS_IT_BEGINS, APART_NO_MORE = "\u2066", "\u2068", "\u2069"


def apart(text: str, left_to_right: bool = False) -> str:
    """A name or number inside a sentence: on a page from right to left its parts keep their places."""
    if direction(current_locale()) == "ltr":
        return text
    return f"{LEFT_TO_RIGHT if left_to_right else AS_IT_BEGINS}{text}{APART_NO_MORE}"


def number_apart(number: str) -> str:
    """In one piece: no line ends inside it."""
    return apart(phone_words(number).replace(" ", "\u00a0"), left_to_right=True)


def steps(view: ServiceView, occasion: Occasion, now: datetime) -> tuple[Step, ...]:
    """The parts in the order in which somebody needs them; what has nothing to say is left out."""
    every = (
        Step("phone" if first_of(view).rings else "tick", gettext("What to do first"), tuple(_first(view, occasion))),
        Step("clock", gettext("When"), tuple(_when(view, now))),
        Step("pin", gettext("Where"), tuple(_where(view))),
        Step("way", gettext("How to get there"), tuple(_way(view, occasion))),
        Step("coin", gettext("What it costs"), tuple(_cost(view))),
        Step("people", gettext("Good to know"), tuple(_to_know(view))),
    )
    return tuple(step for step in every if step.lines)


def first_of(view: ServiceView) -> First:
    return first_step(
        Reach(
            modes=view.modes, booking=view.booking, phone=bool(_phone(view)), text=bool(_phone(view, "text")),
            email=bool(view.email), website=bool(web_address(view.website)), place=bool(view.places),
        )
    )  # fmt: skip


def _phone(view: ServiceView, kind: str = "voice") -> str:
    return next((line.number for line in view.phones if line.kind == kind and phone_link(line.number)), "")


def _first(view: ServiceView, occasion: Occasion) -> Iterator[Line]:
    step, number = first_of(view), _phone(view)
    if view.paused:
        yield _closed(view)
        yield from _to_ask(number)
        return
    if step is First.COME:
        yield Line(gettext("You can just come. You do not need to book."))
        yield from _aloud(lambda: gettext("At the door you can say: “Hello. It is my first time here.”"))
        yield from _to_ask(number)
        return
    yield _reach(step, view, number)
    if step not in (First.LOOK, First.ASK):
        yield from _aloud(lambda: _saying(step, view.name, occasion.place))
    if step.rings:
        yield from _about_ringing(view)


def _to_ask(number: str) -> Iterator[Line]:
    if number:
        words = gettext("To ask something first, ring %(number)s.", number=number_apart(number))
        yield Line(words, "big", phone_link(number))


def _aloud(say: Callable[[], str]) -> tuple[Line, ...]:
    """Whoever answers speaks English: on a sheet in another language the words stand in English too."""
    line = Line(say(), "say")
    if current_locale() == DEFAULT:
        return (line,)
    with speaking(DEFAULT):
        return line, Line(f"({say()})", "say", tongue=DEFAULT)


def _about_ringing(view: ServiceView) -> Iterator[Line]:
    extension = next((line.extension for line in view.phones if line.number == _phone(view)), "")
    if extension:
        yield Line(gettext("Ask for extension %(number)s.", number=apart(extension, left_to_right=True)))
    person = next((one.name for one in view.people if one.name), "")
    if person:
        yield Line(gettext("Ask for %(name)s.", name=apart(person)))


def _reach(step: First, view: ServiceView, number: str) -> Line:
    text, website = _phone(view, "text"), web_address(view.website)
    if step.rings:
        return Line(gettext("Ring %(number)s.", number=number_apart(number)), "big", phone_link(number))
    if step is First.TEXT:
        return Line(gettext("Send a text to %(number)s.", number=number_apart(text)), "big", text_link(text))
    if step is First.WRITE:
        address = apart(view.email, left_to_right=True)
        return Line(gettext("Write an e-mail to %(address)s.", address=address), "big", f"mailto:{view.email}")
    if step is First.LOOK:
        return Line(gettext("Look at %(website)s.", website=apart(host(website), left_to_right=True)), "big", website)
    return Line(gettext("Ask at a hub. Somebody there helps you to get in touch."))


def _saying(step: First, name: str, place: str) -> str:
    """Words that may be read aloud from the paper."""
    told = (
        gettext("Hello. %(place)s told me about %(name)s.", place=apart(place), name=apart(name)) if place
        else gettext("Hello. I was told about %(name)s.", name=apart(name))
    )  # fmt: skip
    asked = {
        First.RING_TO_BOOK: gettext("Can I make an appointment?"),
        First.RING_FOR_A_VISIT: gettext("Could somebody come to me?"),
        First.RING_TO_TALK: gettext("I would like to talk to somebody."),
        First.RING_TO_ASK: gettext("How can I join in?"),
    }
    if step in asked:
        return gettext("You can say: “%(words)s”", words=f"{told} {asked[step]}")
    return gettext("You can write: “%(words)s”", words=f"{told} {gettext('Can you tell me more?')}")


def _when(view: ServiceView, now: datetime) -> Iterator[Line]:
    if view.paused:
        yield _closed(view)
        return
    if view.always:
        yield Line(gettext("Day and night, every day."))
        return
    yield from _dates(view.next_times, now)
    yield from (Line(gettext("%(rule)s.", rule=rule_words(one.rule)), "note") for one in view.rules[:MOST_RULES])
    if not view.rules and not view.next_times:
        yield Line(gettext("By appointment.") if view.booking == "appointment" else gettext("Ask for the times."))


def _closed(view: ServiceView) -> Line:
    until = view.paused_until
    return Line(gettext("Closed for now, until %(date)s.", date=short_date(until)) if until else gettext("Closed for now."))


def _dates(times: tuple[Happening, ...], now: datetime) -> Iterator[Line]:
    """What is called off before the next time, then the next time."""
    for one in times:
        day = full_day(local(one.starts).date(), local(now).year)
        if not one.cancelled:
            yield Line(gettext("Next time: %(day)s, %(times)s.", day=day, times=span_words(one.starts, one.ends)), "big")
            if one.note:
                yield Line(one.note, tongue=DEFAULT)
            return
        yield Line(gettext("Not on %(day)s.", day=day), "big")
        if one.reason:
            yield Line(one.reason, tongue=DEFAULT)


def _where(view: ServiceView) -> Iterator[Line]:
    for place in places_of(view):
        if place.confidential:
            yield Line(gettext("The address is private. They tell you when you ring."))
        else:
            yield Line(", ".join(filter(None, (place.name, *place.address))), "big", tongue=DEFAULT)
    ways = [str(MODES[mode]) for mode in view.modes if mode in MODES and mode != "place"]
    if ways:
        yield Line(gettext("%(ways)s.", ways=and_list(ways)))


def places_of(view: ServiceView) -> tuple[Place, ...]:
    """The place of the next time first, since that is where somebody goes."""
    upcoming = (one.place for one in view.next_times if not one.cancelled)
    there = next((place for place in view.places if place == next(upcoming, None)), None)
    rest = [place for place in view.places if place is not there]
    return tuple([there, *rest] if there else rest)[:MOST_PLACES]


def _way(view: ServiceView, occasion: Occasion) -> Iterator[Line]:
    place = next((one for one in places_of(view) if not one.confidential), None)
    if place is None:
        return
    if occasion.start and place.latitude is not None and place.longitude is not None:
        yield from _far(miles_between(occasion.start, Point(place.latitude, place.longitude)), occasion)
    if place.transport:
        yield Line(place.transport, tongue=DEFAULT)


def _far(miles: float, occasion: Occasion) -> Iterator[Line]:
    if occasion.from_place:
        words = gettext("From %(place)s: %(distance)s.", place=apart(occasion.place), distance=distance(miles))
    else:
        words = gettext("From where you set off: %(distance)s.", distance=distance(miles))
    yield Line(words)
    times = travel_times(miles)
    if times:
        yield Line(gettext("That is %(times)s.", times=times))


def _cost(view: ServiceView) -> Iterator[Line]:
    if view.cost_kinds == ("free",):
        yield Line(gettext("It is free."))
        return
    for cost in view.costs:
        price = "" if cost.amount is None else money(cost.amount) if cost.amount else gettext("Free")
        said = " ".join(filter(None, (price, cost.words, cost.option)))
        yield Line(said, tongue="" if said == price else DEFAULT)
    if view.fees and not view.costs:
        yield Line(view.fees, tongue=view.tongues.fees_description)


def _to_know(view: ServiceView) -> Iterator[Line]:
    place = next((one for one in places_of(view) if one.access), None)
    if place:
        yield from (Line(gettext("%(thing)s.", thing=access_name(one.slug))) for one in place.access[:MOST_ACCESS])
    spoken = [spoken_language(one.code) for one in view.languages if one.code != DEFAULT]
    if spoken:
        yield Line(gettext("They speak: %(languages)s.", languages=and_list(spoken)))
