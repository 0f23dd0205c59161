"""What the pages of both sides call things about referrals, and the questions as they are read out to the person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.domain.referrals import Question, Reason, ReferralState

STATE_NAMES: Mapping[ReferralState | None, LazyString] = {
    ReferralState.WAITING: lazy_gettext("Waiting for an answer"),
    ReferralState.ACCEPTED: lazy_gettext("Yes, they take it on"),
    ReferralState.DECLINED: lazy_gettext("No, not this time"),
    ReferralState.WITHDRAWN: lazy_gettext("Taken back"),
    ReferralState.UNANSWERED: lazy_gettext("Nobody answered"),
    ReferralState.FINISHED: lazy_gettext("Finished"),
    None: lazy_gettext("Answered"),
}
REASON_NAMES: Mapping[str, LazyString] = {
    Reason.FULL: lazy_gettext("We are full just now"),
    Reason.NOT_FOR_THEM: lazy_gettext("It is not the right help for them"),
    Reason.OUT_OF_AREA: lazy_gettext("They live outside our area"),
    Reason.NOT_REACHED: lazy_gettext("We could not reach them"),
    Reason.OTHER: lazy_gettext("Something else"),
}


def question_words(question: Question, organisation: str) -> str:
    """As it is read out to the person, and kept with the answer."""
    match question:
        case Question.PASS_ON:
            return gettext(
                "May we give %(organisation)s your name, one way to reach you, and what you would like help with?",
                organisation=organisation,
            )  # fmt: skip
        case Question.CONTACT:
            return gettext("May %(organisation)s get in touch with you?", organisation=organisation)
        case Question.MESSAGE:
            return gettext("If you do not answer, may they leave a message?")
    return gettext("May %(organisation)s tell us whether they can help you?", organisation=organisation)


def mark_of(words: Iterable[str]) -> str:
    """Whether words are still those that were shown."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
