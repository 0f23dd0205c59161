"""Cards of the board in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from hubdirectory.actions.board import Card
from hubdirectory.actions.occurrences import OccurrenceLine
from hubdirectory.actions.occurrences.views import OPEN
from hubdirectory.domain.occurrences import Status
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.times import clock, full_day, local, machine_time, span_words

DEEDS: dict[str, LazyString] = {
    "cancel_occurrence": lazy_gettext("Cancelled"), "move_occurrence": lazy_gettext("Moved"),
    "mark_full": lazy_gettext("Marked as full"), "mark_not_full": lazy_gettext("Marked as not full"),
    "mark_late": lazy_gettext("Marked as late"), "mark_on_time": lazy_gettext("Marked as on time"),
    "feature_occurrence": lazy_gettext("Put forward"), "unfeature_occurrence": lazy_gettext("No longer put forward"),
    "note_occurrence": lazy_gettext("Words added"), "add_one_off": lazy_gettext("Added"),
    "notice_cancelled": lazy_gettext("Called off by a notice"),
}  # fmt: skip


@dataclass(frozen=True)
class CardView:
    """A card. `label` says all of it in one line, for whoever hears it; `looks` is what needs a look.

    all_day: it is open for most of the day
    says: what is not as usual; did: what was done last, by whom and at what time; told: who was told of that, in words
    """

    id: str
    key: str
    all_day: bool
    address: str
    name: str
    organisation: str
    iso: str
    times: str
    room: str
    state: str
    says: tuple[str, ...]
    looks: tuple[str, ...]
    note: str
    featured: bool
    one_off: bool
    place: str
    did: str
    told: str
    label: str


def card_view(card: Card, day: str) -> CardView:
    line = card.line
    says, looks = tuple(says_of(line)), tuple(_looks(card))
    times = span_words(line.starts, line.ends)
    last = card.last
    return CardView(
        id=line.id, key=f"card-{line.id}", all_day=line.what == OPEN,
        address=url_for("board.card", day=day, occurrence_id=line.id), name=line.name,
        organisation=line.offer.organisation, iso=machine_time(line.starts), times=times, room=card.room,
        state=line.status.value, says=says, looks=looks, note=line.note, featured=line.featured, one_off=line.one_off,
        place=line.public_place.name if line.public_place else gettext("No place of its own"),
        did=_did(card), told=told_words(last.told) if last and last.told is not None else "",
        label=", ".join([line.name, times, *says, *looks]),
    )  # fmt: skip


def says_of(line: OccurrenceLine) -> list[str]:
    """What is not as usual."""
    if line.status is Status.CANCELLED:
        return [gettext("Cancelled: %(reason)s", reason=line.reason) if line.reason else gettext("Cancelled")]
    said = [gettext("Full")] if line.full else []
    if line.was:
        said.append(gettext("Moved from %(where)s", where=_was(line)))
    if line.late_minutes:
        said.append(ngettext("%(num)s minute late", "%(num)s minutes late", line.late_minutes))
    return said


def _was(line: OccurrenceLine) -> str:
    was = line.was
    if was is None:
        return ""
    parts = []
    before = local(was.starts)
    if before.date() != line.day:
        parts.append(full_day(before.date(), line.day.year))
    if was.starts != line.starts or was.ends != line.ends:
        parts.append(span_words(was.starts, was.ends))
    if was.place and was.place.name:
        parts.append(was.place.name)
    return ", ".join(parts)


def _looks(card: Card) -> list[str]:
    found = []
    if card.clashes_with:
        found.append(gettext("Double-booked with %(names)s", names=and_list(list(card.clashes_with[:3]))))
    if card.holiday:
        found.append(gettext("Bank holiday: is it on?"))
    if card.unconfirmed:
        found.append(gettext("Not confirmed for long"))
    return found


def _did(card: Card) -> str:
    last = card.last
    if last is None:
        return ""
    verb, at = str(DEEDS.get(last.verb, last.verb)), clock(local(last.at).time())
    if last.by:
        return gettext("%(verb)s by %(name)s at %(time)s", verb=verb, name=last.by, time=at)
    return gettext("%(verb)s at %(time)s", verb=verb, time=at)


def told_words(people: int) -> str:
    return ngettext("%(num)s person was told", "%(num)s people were told", people)
