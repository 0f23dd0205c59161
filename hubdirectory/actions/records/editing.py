"""Changing a record at once, without a draft: what the manager's desk does, and trusted members may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.changes import FieldConflict, conflicts
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import OF_VERBS, Data, normalised
from hubdirectory.domain.validity import Problem, Problems, Wrong, problems

from .changing import Put, organisation_of, put
from .reading import read, record_row
from .references import UnknownReference, check_references
from .revising import data_of
from .trust import must_publish

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class Invalid(ValueError):
    """Values that a record cannot have. `problems` by key of field; nothing was saved."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{key}: {problem.code}" for key, problem in problems.items()))


class Overtaken(Exception):
    """Somebody else changed the same fields meanwhile. `conflicts` holds both values of each; nothing was saved."""

    def __init__(self, conflicts: tuple[FieldConflict, ...]) -> None:
        self.conflicts = conflicts
        super().__init__(", ".join(conflict.field for conflict in conflicts))


def edit(
    world: World, actor: Actor, kind: str, record_id: str, fields: Mapping[str, Any], *,
    base: int | None = None, action: str = "edited", note: str = "",
) -> Put:  # fmt: skip
    """Changes these fields of a record, public at once.

    base: the revision that the actor saw; fields that somebody else has changed since raise Overtaken
    The manager may, and members of a trusted organisation. Raises NotAllowed, RecordMissing, Invalid, UnknownField.
    """
    wanted = normalised(kind, fields)
    with world.database.writing() as session:
        record = record_row(session, kind, record_id, lock=True)
        actor.must(Permission.EDIT, organisation_of(record))
        must_publish(session, actor, record)
        _must_be_content(actor, wanted)
        stands = read(session, kind, record_id)
        raise_if_wrong(session, kind, wanted, stands)
        if base is not None:
            _raise_if_overtaken(session, kind, record_id, base, wanted, stands)
        done = put(world, session, actor, kind, record_id, wanted, action, note=note, stands=stands)
    world.index_now(done.numbers)
    return done


def raise_if_wrong(session: Session, kind: str, fields: Mapping[str, Any], stands: Data) -> None:
    """Raises Invalid."""
    found = wrong_in(session, kind, fields, stands)
    if found:
        raise Invalid(found)


def wrong_in(session: Session, kind: str, fields: Mapping[str, Any], stands: Data) -> Problems:
    """What is wrong with these values, what they refer to included."""
    found = problems(kind, fields, stands)
    right = {field: value for field, value in fields.items() if not any(key.partition(".")[0] == field for key in found)}
    if "places" in right:
        right["places"] = [place for place in right["places"] if place.get("location")]
    for field, value in right.items():
        try:
            check_references(session, {field: value})
        except UnknownReference as unknown:
            found[field] = Problem(Wrong.UNKNOWN, {"values": list(unknown.values)})
    return found


def _must_be_content(actor: Actor, fields: Mapping[str, Any]) -> None:
    """State and owner have verbs of their own; terms are confirmed, and trust given, by the manager."""
    others = OF_VERBS & set(fields) - ({"confirmed", "trusted"} if actor.may(Permission.DESK) else set())
    if others:
        raise NotAllowed(f"An edit does not change {', '.join(sorted(others))}.")


def _raise_if_overtaken(
    session: Session, kind: str, record_id: str, base: int, wanted: Mapping[str, Any], stands: Data
) -> None:  # fmt: skip
    found = conflicts(data_of(session, kind, record_id, base), stands, wanted)
    if found:
        raise Overtaken(found)
