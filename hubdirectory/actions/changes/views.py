"""What the actions on changes give back, and what they raise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hubdirectory.domain.changes import ChangeState, FieldConflict
from hubdirectory.domain.differences import FieldDifference
from hubdirectory.domain.record_data import Data
from hubdirectory.domain.sections import Progress
from hubdirectory.domain.validity import Problems


class NoAccount(PermissionError):
    """Drafts belong to an account; this actor has none."""


class NoChange(LookupError):
    """There is no such change, or none of this actor's. A page answers 404."""


class NotWithAuthor(Exception):
    """The change is with the manager: its author takes it back first."""


class NotInReview(Exception):
    """Somebody else has decided it, or its author took it back, meanwhile."""


class NotReady(ValueError):
    """It cannot go out yet. `problems` by key of field; what was typed is kept."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{key}: {problem.code}" for key, problem in problems.items()))


class NothingChanged(Exception):
    """The draft says what the published record says."""


class ReasonMissing(ValueError):
    """Whoever sends something back says why."""


@dataclass(frozen=True)
class Draft:
    """One person's words for one record; `id` is "" where they have typed nothing yet.

    stamp: goes into the form and comes back with `save`: what this tab has seen
    data: the whole record with the draft's words over it, to fill forms and previews
    stands: the whole record as it is now
    fields: which fields the draft changes
    problems: what is wrong with values as they were typed; they are kept
    conflicts: saved from a tab that had not seen the newest words; `yours` are that tab's, `theirs` those saved before
    moved_on: fields that somebody else has published since; `yours` the draft's, `theirs` the record's
    reason: why the manager sent it back
    new: the record was never public, or is hidden: sent in, it will be
    """

    id: str
    kind: str
    record_id: str
    state: ChangeState
    stamp: str
    data: Data
    stands: Data
    fields: tuple[str, ...]
    problems: Problems
    conflicts: tuple[FieldConflict, ...]
    moved_on: tuple[FieldConflict, ...]
    progress: Progress
    reason: str = ""
    note: str = ""
    new: bool = False
    saved_at: datetime | None = None
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class Submitted:
    """`published`: whether it is public now; otherwise it waits for the manager. `left`: fields not applied."""

    change_id: str
    published: bool
    revision: int | None = None


@dataclass(frozen=True)
class Line:
    """A change in a list. `new`: the record is not public yet. `fields`: which it changes."""

    id: str
    kind: str
    record_id: str
    name: str
    organisation_id: str | None
    organisation: str
    state: ChangeState
    new: bool
    fields: tuple[str, ...]
    author_id: str | None
    author: str
    started_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Review:
    """A change as the reviewer sees it.

    version: comes back with `approve` and `send_back`, so that nobody decides on what they have not seen
    differences: the record now against the record with the change, field by field
    conflicts: fields that were published since the draft began; `yours` the change's, `theirs` the record's now
    problems: what would be wrong if it were approved as it is
    """

    line: Line
    version: int
    stands: Data
    proposed: Data
    differences: tuple[FieldDifference, ...]
    conflicts: tuple[FieldConflict, ...]
    problems: Problems
    note: str


@dataclass(frozen=True)
class Approved:
    """`applied`: fields that are public now. `left`: fields in conflict that nobody picked; the change keeps them."""

    change_id: str
    applied: tuple[str, ...]
    left: tuple[str, ...]
    revision: int


@dataclass(frozen=True)
class Outcome:
    """One of several: approved, or why not: "conflicts", "problems", "decided" (by somebody else) or "gone"."""

    change_id: str
    approved: Approved | None = None
    why_not: str = ""
