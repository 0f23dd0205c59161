"""What has changed since a sheet was made, said to whoever holds it."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from hubdirectory.actions.sheets import LivingPart
from hubdirectory.actions.showing import ServiceView
from hubdirectory.domain.sheets import Change, Snapshot, weekdays
from hubdirectory.web.names import BOOKINGS
from hubdirectory.web.recurrences import and_list, rule_words
from hubdirectory.web.sheet_words import apart, number_apart, places_of
from hubdirectory.web.times import day_name, full_day, local, short_date


def change_words(part: LivingPart) -> tuple[str, ...]:
    """A sentence for each change, the most important first; none where it is as the sheet says."""
    if part.view is None:
        return (gettext("This is not there any more. Ask at a hub: there may be something like it."),)
    said = [words for change in part.changes for words in _say(change, part.before, part.view)]
    return (*said, *_called_off(part.view))


def _called_off(view: ServiceView) -> Iterator[str]:
    """The very next time, where it is called off: whoever looks now may be about to set out."""
    if view.next_times and view.next_times[0].cancelled:
        yield gettext("Not on %(day)s.", day=full_day(local(view.next_times[0].starts).date()))


def _say(change: Change, before: Snapshot, view: ServiceView) -> Iterator[str]:
    match change:
        case Change.PAUSED if view.paused_until:
            yield gettext("It is closed for now, until %(date)s.", date=short_date(view.paused_until))
        case Change.PAUSED:
            yield gettext("It is closed for now.")
        case Change.TIMES:
            yield _times(before, view)
        case Change.PLACE:
            yield _place(view)
        case Change.BOOKING if view.booking in BOOKINGS:
            yield gettext("%(booking)s.", booking=BOOKINGS[view.booking])
        case Change.PHONE if view.phones:
            yield gettext("It has a new number: %(number)s.", number=number_apart(view.phones[0].number))
        case Change.COST:
            yield gettext("The cost has changed.")
        case Change.NAME:
            yield gettext("It was called %(name)s.", name=apart(before.name))


def _times(before: Snapshot, view: ServiceView) -> str:
    """Days by name where they are other days: that is what somebody has to remember."""
    rules = tuple(one.rule for one in view.rules)
    then, now = weekdays(before), weekdays(Snapshot(view.slug, view.name, rules))
    if then and now and then != now:
        days, was = (and_list([day_name(day) for day in days]) for days in (now, then))
        return gettext("The day has changed. Now: %(days)s. Before: %(was)s.", days=days, was=was)
    if not rules:
        return gettext("The times have changed. Ask for the new ones.")
    return gettext("The times have changed. Now: %(rules)s.", rules="; ".join(rule_words(rule) for rule in rules))


def _place(view: ServiceView) -> str:
    place = next(iter(places_of(view)), None)
    if place is None or place.confidential:
        return gettext("The place has changed. Ring first.")
    return gettext("It has moved to %(place)s.", place=apart(", ".join(filter(None, (place.name, *place.address)))))
