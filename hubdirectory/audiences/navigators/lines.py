"""Services in the navigators' lists: the facts that residents see, why they fit, and what only professionals know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from flask import url_for
from flask_babel import gettext

from hubdirectory.actions.navigating.notes import NoteView, current_notes
from hubdirectory.actions.referring import which_take
from hubdirectory.actions.results import Result
from hubdirectory.audiences.navigators.fit_words import TermNames, miss_words, reason_words, wait_words
from hubdirectory.audiences.navigators.pages import Line
from hubdirectory.domain.fitting import Criterion, Fit
from hubdirectory.domain.navigator_notes import Kind
from hubdirectory.web.access import current_actor
from hubdirectory.web.formatting import distance, stale_words
from hubdirectory.web.names import COSTS, MODES
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.times import local, short_date, when
from hubdirectory.web.world import the_world

# Said in the facts of each line already.
IN_THE_FACTS = (Criterion.DISTANCE,)


def lines_of(
    results: Iterable[Result], fits: Mapping[str, Fit], names: TermNames, picks: Collection[str],
    favourites: Collection[str] = (),
) -> tuple[Line, ...]:  # fmt: skip
    results = tuple(results)
    ids = [result.id for result in results]
    noted = current_notes(the_world(), current_actor(), ids)
    taking = which_take(the_world(), current_actor(), ids)
    lines = (
        _line(
            result, fits.get(result.id, Fit()), names, noted.get(result.id, ()), result.slug in picks, result.slug in favourites
        )
        for result in results
    )
    return tuple(replace(line, refer=_refer(line)) if line.service.id in taking else line for line in lines)


def _refer(line: Line) -> str:
    return url_for("navigators.refer", slug=line.service.slug)


def _line(result: Result, fit: Fit, names: TermNames, notes: tuple[NoteView, ...], picked: bool, favourite: bool) -> Line:
    now = the_world().now()
    return Line(
        result, _when(result), _where(result),
        result.cost_words or (str(COSTS[result.cost]) if result.cost in COSTS else ""), stale_words(result.confirmed_at, now),
        tuple(reason_words(point, names) for point in fit.reasons if point.criterion not in IN_THE_FACTS),
        tuple(miss_words(point, names) for point in fit.misses),
        tuple(note_words(note) for note in notes), picked, favourite,
    )  # fmt: skip


def note_words(note: NoteView) -> tuple[str, str, str]:
    """The kind's name, what it says, and the day."""
    day = short_date(local(note.at).date())
    return kind_name(note.kind), said_in(note), day


def said_in(note: NoteView) -> str:
    if note.kind != Kind.WAIT:
        return note.text
    return ". ".join(filter(None, (wait_words(note.weeks), note.text)))


def kind_name(kind: str) -> str:
    return {
        Kind.DIRECT_LINE.value: gettext("Direct line"), Kind.HOW_TO_REFER.value: gettext("How to refer"),
        Kind.WAIT.value: gettext("Waiting time"), Kind.OTHER.value: gettext("Good to know"),
    }[kind]  # fmt: skip


def _when(result: Result) -> str:
    if result.next_time:
        return when(result.next_time.starts, result.next_time.ends, the_world().now())
    return gettext("By appointment") if result.booking == "appointment" else gettext("Ask for times")


def _where(result: Result) -> str:
    place = result.nearest or (result.places[0] if result.places else None)
    if place is None:
        ways = [str(MODES[mode]) for mode in result.modes if mode in MODES and mode != "place"]
        return and_list([ways[0], *(way.lower() for way in ways[1:])]) if ways else gettext("Ring for the place")
    if result.miles is None:
        return place.name
    return gettext("%(place)s, %(far)s", place=place.name, far=distance(result.miles))
