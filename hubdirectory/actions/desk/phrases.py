"""What people say when they mean a need: the manager's lists in place of those that came along, and a try before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.meaning import NEED, named_terms, phrases_that_stand, understanding_of
from hubdirectory.domain.permissions import Permission
from hubdirectory.understanding.chosen import tried
from hubdirectory.understanding.phrases import languages, shipped

from . import wordings

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class NoNeed(LookupError):
    """There is no such need in use, or no such language."""


@dataclass(frozen=True)
class NeedPhrases:
    """A need's phrases in one language. `own`: the manager wrote them; else they came along."""

    slug: str
    name: str
    language: str
    phrases: tuple[str, ...]
    own: bool


@dataclass(frozen=True)
class Guess:
    """A need that a sentence would be understood as. `score` is from 0 to 1."""

    slug: str
    name: str
    score: float


def every_need(world: World, actor: Actor, language: str = "en") -> tuple[NeedPhrases, ...]:
    """Each need in use with its phrases. Needs Permission.DESK. Raises NoNeed for a language without a list."""
    edited = wordings.wordings(world, actor, wordings.PHRASES)
    with world.database.reading() as session:
        named = named_terms(session, NEED)
    if language not in languages():
        raise NoNeed(language)
    return tuple(_one(slug, names[0], language, edited.get(slug, {})) for slug, names in named.items())


def of_need(world: World, actor: Actor, slug: str, language: str = "en") -> NeedPhrases:
    """Needs Permission.DESK. Raises NoNeed."""
    found = next((one for one in every_need(world, actor, language) if one.slug == slug), None)
    if found is None:
        raise NoNeed(slug)
    return found


def put(world: World, actor: Actor, slug: str, language: str, phrases: Sequence[str]) -> None:
    """These and no others, at the next search in every process; none brings back those that came along.

    Needs Permission.DESK. Raises NoNeed, BadWording.
    """
    of_need(world, actor, slug, language)
    stands: Mapping[str, Sequence[str]] = wordings.wording(world, actor, wordings.PHRASES, slug) or {}
    typed = [phrase for phrase in map(str.strip, phrases) if phrase]
    same = tuple(typed) == shipped(language).get(slug, ())
    others = {code: list(said) for code, said in stands.items() if code != language}
    wordings.put(world, actor, wordings.PHRASES, slug, others if same or not typed else {**others, language: typed})


def try_out(
    world: World, actor: Actor, sentence: str, slug: str = "", language: str = "", phrases: Sequence[str] = ()
) -> tuple[Guess, ...]:  # fmt: skip
    """Which needs a sentence would be understood as, were these the phrases of that need. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        named = named_terms(session, NEED)
        serving = understanding_of(world, session)
        stand = dict(phrases_that_stand(session))
    if slug in stand:
        now = of_need(world, actor, slug, language).phrases
        kept = [phrase for phrase in stand[slug] if phrase not in now]
        stand[slug] = tuple(dict.fromkeys([*kept, *filter(None, map(str.strip, phrases))]))
        serving = tried(serving, stand)
    return tuple(Guess(one.need, named[one.need][0], one.score) for one in serving.understand(sentence))


def _one(slug: str, name: str, language: str, edited: Mapping[str, Sequence[str]]) -> NeedPhrases:
    own = edited.get(language)
    return NeedPhrases(slug, name, language, tuple(own or shipped(language).get(slug, ())), own=bool(own))
