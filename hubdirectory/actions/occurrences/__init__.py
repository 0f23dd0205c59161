"""Dated happenings: rolled from the schedules, changed for one day, shown by day and as calendars."""

from .changing import (
    NoSuchOccurrence,
    NothingToUndo,
    Standing,
    WrongValue,
    add_one_off,
    cancel_occurrence,
    feature,
    mark_full,
    mark_late,
    move_occurrence,
    note,
    undo,
)
from .following import (
    Followed,
    ToFollow,
    Whose,
    coming,
    date_of,
    follow,
    for_choices,
    for_organisation,
    for_place,
    for_service,
    for_services,
)
from .rolling import Rolled, roll, roll_all, roll_beside_others
from .views import GROUPS, DayAsked, DaysFound, OccurrenceLine, Offer, Spot, Was
from .what_is_on import at_place, days, horizon

__all__ = [
    "GROUPS", "DayAsked", "DaysFound", "Followed", "NoSuchOccurrence", "NothingToUndo", "OccurrenceLine", "Offer",
    "Rolled", "Spot", "Standing", "ToFollow", "Was", "Whose", "WrongValue", "add_one_off", "at_place",
    "cancel_occurrence", "coming", "date_of", "days", "feature", "follow", "for_choices", "for_organisation",
    "for_place", "for_service", "for_services", "horizon", "mark_full", "mark_late", "move_occurrence", "note", "roll",
    "roll_all", "roll_beside_others", "undo",
]  # fmt: skip
