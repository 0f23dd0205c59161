"""What somebody's own words mean: needs, and whether they speak of a crisis. Nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubdirectory.actions.crisis import Crisis, crisis_in
from hubdirectory.actions.organisations.choosing import proposed_terms

if TYPE_CHECKING:
    from hubdirectory.actions.world import World
    from hubdirectory.domain.front_door import Answers

MOST_HEARD = 2


def heard(world: World, answers: Answers) -> tuple[tuple[str, ...], Crisis | None]:
    """The needs that the words seem to mean, the likeliest first; none where needs were picked. And the crisis, if any."""
    crisis = crisis_in(answers.words)
    if answers.needs or not answers.words:
        return (), crisis
    terms = (term.partition("/") for term in proposed_terms(world, answers.words, "", ""))
    return tuple(slug for taxonomy, _, slug in terms if taxonomy == "need")[:MOST_HEARD], crisis
