"""Changes: drafts that lose nothing, sending in, reviewing. The published record stays as it is meanwhile."""

from hubdirectory.actions.records.editing import Invalid, Overtaken

from .drafts import discard, draft, save, settle, take_back
from .listing import mine, of_organisation, of_record, waiting
from .previewing import preview, preview_change
from .reviewing import approve, approve_several, review, send_back
from .submitting import submit
from .views import (
    Approved,
    Draft,
    Line,
    NoAccount,
    NoChange,
    NothingChanged,
    NotInReview,
    NotReady,
    NotWithAuthor,
    Outcome,
    ReasonMissing,
    Review,
    Submitted,
)

__all__ = [
    "Approved", "Draft", "Invalid", "Line", "NoAccount", "NoChange", "NotInReview", "NotReady", "NotWithAuthor",
    "NothingChanged", "Outcome", "Overtaken", "ReasonMissing", "Review", "Submitted", "approve", "approve_several", "discard",
    "draft", "mine", "of_organisation", "of_record", "preview", "preview_change", "review", "save", "send_back", "settle",
    "submit", "take_back", "waiting",
]  # fmt: skip
