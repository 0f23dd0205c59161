"""Words laid over a draft: what this tab changed, what another tab changed meanwhile, and both where both did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubdirectory.domain.record_data import Data
from hubdirectory.models import Change

# Of each field, the last values are remembered: an older tab than that is believed to have seen nothing.
REMEMBERED = 10
YOURS, THEIRS = "yours", "theirs"


def lay(change: Change, typed: Mapping[str, Any], seen: int, seen_record: Data, base: Data) -> None:
    """Lays values typed in a tab that has seen version `seen`, over a record like `seen_record`, over the draft.

    base: the record that the draft's fields are changes of
    A field that the tab shows as it was is nobody's typing: it never takes back what another tab saved.
    """
    version = change.version + 1
    fields, versions, conflicts = dict(change.fields), dict(change.versions), dict(change.conflicts)
    for field, value in typed.items():
        kept = fields.get(field, base.get(field))
        shown = _shown(versions.get(field, []), seen, seen_record.get(field))
        if value in (kept, shown):
            if value == kept:
                conflicts.pop(field, None)
        elif kept == shown:
            _set(fields, field, value, base)
            versions[field] = [*versions.get(field, []), [version, value]][-REMEMBERED:]
            conflicts.pop(field, None)
        else:
            conflicts[field] = value
    change.fields, change.versions, change.conflicts, change.version = fields, versions, conflicts, version


def settle(change: Change, picks: Mapping[str, str]) -> dict[str, str]:
    """Ends conflicts between tabs as picked; gives the picks that are about something else."""
    version = change.version + 1
    fields, versions, conflicts = dict(change.fields), dict(change.versions), dict(change.conflicts)
    for field in [field for field in picks if field in conflicts]:
        value = conflicts.pop(field)
        if picks[field] == YOURS:
            fields[field] = value
            versions[field] = [*versions.get(field, []), [version, value]][-REMEMBERED:]
    rest = {field: pick for field, pick in picks.items() if field not in change.conflicts}
    change.fields, change.versions, change.conflicts, change.version = fields, versions, conflicts, version
    return rest


def rebase(change: Change, picks: Mapping[str, str], stands: Data, revision: int) -> None:
    """The draft begins from what stands now: fields picked as theirs go, the others stay on top of it."""
    fields = {field: value for field, value in change.fields.items() if picks.get(field) != THEIRS}
    change.fields = {field: value for field, value in fields.items() if value != stands.get(field)}
    change.base_revision = revision
    change.version += 1
    now = {**stands, **change.fields}
    change.versions = {
        field: log if log[-1][1] == now[field] else [*log, [change.version, now[field]]][-REMEMBERED:]
        for field, log in change.versions.items()
    }


def _shown(log: list[list[Any]], seen: int, record: Any) -> Any:
    """What the field was when the tab was filled."""
    before = [value for version, value in log if version <= seen]
    if before:
        return before[-1]
    return record if len(log) < REMEMBERED else _Nothing


class _Nothing:
    """Equal to no value that somebody can type."""


def _set(fields: Data, field: str, value: Any, base: Data) -> None:
    if value == base.get(field):
        fields.pop(field, None)
    else:
        fields[field] = value
