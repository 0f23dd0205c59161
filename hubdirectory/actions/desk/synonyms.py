"""Synonyms as one text, a line for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.slugs import free_slug
from hubdirectory.domain.typed_lists import parts_of

from . import wordings
from .good_words import BadWording, good_value

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

Groups = Sequence[Sequence[str]]


def text_of_groups(groups: Mapping[str, Sequence[str]]) -> str:
    """Every group on a line of its own."""
    return "\n".join(", ".join(group) for group in groups.values())


def groups_in(text: str) -> list[list[str]]:
    """The groups of such a text; empty lines are none."""
    return [group for line in text.splitlines() if (group := parts_of(line))]


def put_groups(world: World, actor: Actor, groups: Groups) -> int:
    """Makes these the groups; how many changed, came or went. A group is known again by its first phrase.

    Needs Permission.DESK. Raises BadWording, whose `value` is the line; then nothing was changed.
    """
    good = [_good(group) for group in groups]
    known = wordings.wordings(world, actor, wordings.SYNONYMS)
    wanted: dict[str, list[str]] = {}
    for group in good:
        wanted[_key(group, known, wanted)] = group
    changed = {key: group for key, group in wanted.items() if list(known.get(key, ())) != group}
    gone = [key for key in known if key not in wanted]
    for key, group in changed.items():
        wordings.put(world, actor, wordings.SYNONYMS, key, group)
    for key in gone:
        wordings.put(world, actor, wordings.SYNONYMS, key, [])
    return len(changed) + len(gone)


def _good(group: Sequence[str]) -> list[str]:
    try:
        return list(good_value(wordings.SYNONYMS, "", list(group)))
    except BadWording as bad:
        raise BadWording("text", bad.why, ", ".join(group)) from bad


def _key(group: Sequence[str], known: Mapping[str, Sequence[str]], taken: Mapping[str, object]) -> str:
    """The key of the group that began so, or said so, before; else one of its own."""
    for key, before in known.items():
        if key not in taken and (list(before) == list(group) or before[0] == group[0]):
            return key
    return free_slug(group[0], {*known, *taken})
