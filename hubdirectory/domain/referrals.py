"""What becomes of a referral, what a person is asked first, and when it is chased and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class ReferralState(StrEnum):
    """`UNANSWERED`: nobody said yes or no in time. `FINISHED`: the organisation took it on, and is done."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"
    FINISHED = "finished"


class Question(StrEnum):
    """What the person is asked before anything is written down: each by itself, each with its own answer."""

    PASS_ON = "pass_on"  # noqa: S105 - may their name, a way to reach them and what for be given to the organisation
    CONTACT = "contact"  # may the organisation contact them
    MESSAGE = "message"  # may a message be left
    TELL_BACK = "tell_back"  # may the organisation tell the referrer what became of it


class Reason(StrEnum):
    """Why an organisation cannot take somebody on."""

    FULL = "full"
    NOT_FOR_THEM = "not_for_them"
    OUT_OF_AREA = "out_of_area"
    NOT_REACHED = "not_reached"
    OTHER = "other"


# Without a yes to these there is no referral; a no to the others is heeded.
NEEDED = frozenset({Question.PASS_ON, Question.CONTACT})
OPEN = frozenset({ReferralState.WAITING, ReferralState.ACCEPTED})
# While these last, the organisation may read the details.
READABLE = OPEN | {ReferralState.FINISHED}

CHASED_AFTER = (timedelta(days=3), timedelta(days=7))
UNANSWERED_AFTER = timedelta(days=28)
FINISHED_AFTER = timedelta(days=90)
KEPT = timedelta(days=90)


def agreed(answers: Mapping[Question, bool]) -> bool:
    """Whether somebody was asked everything, and said yes to what is needed."""
    return set(answers) == set(Question) and all(answers[one] for one in NEEDED)


def chasers(sent_at: datetime, now: datetime) -> int:
    """How many times a referral that nobody answered should have been chased by now: 0, 1 or 2."""
    return sum(now - sent_at >= after for after in CHASED_AFTER)


def ends_by_itself(state: ReferralState, since: datetime, now: datetime) -> ReferralState | None:
    """What a referral that was left alone turns into. `since`: when it was sent, or taken on."""
    if state is ReferralState.WAITING and now - since >= UNANSWERED_AFTER:
        return ReferralState.UNANSWERED
    if state is ReferralState.ACCEPTED and now - since >= FINISHED_AFTER:
        return ReferralState.FINISHED
    return None


def shown_state(state: ReferralState, tell_back: bool) -> ReferralState | None:
    """What the referrer may know; None where it was answered and the person did not want more to be told."""
    known = (ReferralState.WAITING, ReferralState.WITHDRAWN, ReferralState.UNANSWERED)
    return state if tell_back or state in known else None
