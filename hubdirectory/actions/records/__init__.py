"""Records whole: read and written as plain data, revised, restored, copied, moved, paused, closed, merged.

Data is that of domain.record_data; what is right, domain.validity; kinds are service, organisation and location.
"""

from .beginning import begin_location, begin_organisation, begin_service, copy_service, move_service, throw_away
from .changing import Put, organisation_of, put, services_of, start
from .editing import Invalid, Overtaken, edit
from .history import RevisionLine, history, restore, revision
from .labels import labels
from .life import (
    NotPossible,
    close,
    hide,
    only_the_manager_reopens,
    pause,
    reopen,
    resume,
    resume_what_is_due,
    something_to_resume,
    withdrawn_by_manager,
)
from .merging import (
    Merged,
    MergingLine,
    NotMergeable,
    NotUndoable,
    Undone,
    merge,
    mergings,
    undo_merge,
)
from .reading import RecordMissing, UnknownKind, read, read_many, record_row
from .references import UnknownReference
from .revising import RevisionMissing, data_of, ground, revise, revise_many
from .writing import write

__all__ = [
    "Invalid", "Merged", "MergingLine", "NotMergeable", "NotPossible", "NotUndoable", "Overtaken", "Put", "RecordMissing",
    "RevisionLine", "RevisionMissing", "Undone", "UnknownKind", "UnknownReference", "begin_location", "begin_organisation",
    "begin_service", "close", "copy_service", "data_of", "edit", "ground", "hide", "history", "labels", "merge", "mergings",
    "move_service", "only_the_manager_reopens",
    "organisation_of", "pause", "put", "read", "read_many", "record_row", "reopen", "restore", "resume",
    "resume_what_is_due", "revise", "revise_many", "revision", "services_of", "something_to_resume", "start", "throw_away",
    "undo_merge", "withdrawn_by_manager", "write",
]  # fmt: skip
