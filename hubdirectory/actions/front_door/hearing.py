"""What somebody's own words mean: needs, and whether they speak of a crisis. Nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions.crisis import Crisis, crisis_in
from hubdirectory.actions.meaning import understand

if TYPE_CHECKING:
    from hubdirectory.actions.world import World
    from hubdirectory.domain.front_door import Answers

MOST_HEARD, LIKELY = 2, 0.2


def heard(world: World, session: Session, answers: Answers) -> tuple[tuple[str, ...], Crisis | None]:
    """The needs that the words seem to mean, the likeliest first; none where needs were picked. And the crisis, if any."""
    understood = understand(world, session, answers.words)
    crisis = crisis_in(answers.words, understood)
    likely = tuple(one.need for one in understood if one.score >= LIKELY)
    return () if answers.needs else likely[:MOST_HEARD], crisis
