"""Records whole: read and written as plain data, revised, restored, copied, moved, paused, closed, merged.

Data is that of domain.record_data; what is right, domain.validity; kinds are service, organisation and location.
"""

from .changing import Put, organisation_of, put, services_of, start
from .reading import RecordMissing, UnknownKind, read, read_many, record_row
from .references import UnknownReference
from .revising import RevisionMissing, data_of, ground, revise, revise_many
from .writing import write

__all__ = [
    "Put", "RecordMissing", "RevisionMissing", "UnknownKind", "UnknownReference", "data_of", "ground", "organisation_of", "put",
    "read", "read_many", "record_row", "revise", "revise_many", "services_of", "start", "write",
]  # fmt: skip
