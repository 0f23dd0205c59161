"""The front door's questions, what is looked for because of the answers, and in which order answers are let go.

Nobody leaves with nothing: where all answers together find too little, one of them is loosened at a time, then one after
the other, the least painful first; what is loosened is said. Age is never loosened: who may not come is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

MOST, ENOUGH = 5, 3
"""Suggestions: at most so many, and with so many nothing is loosened any more."""
SHORT_MILES, TOWN_MILES = 1.0, 3.0
"""How far is near: for somebody to whom the way is hard, and for anybody else."""
MOST_NEEDS = 3
CRISIS_NEED = "crisis-suicide"
WHEN_NOTHING_IS_SAID = ("talking-therapy", "befriending", "warm-space")
"""What helps somebody of whom nothing is known: somebody to talk to, company, a warm place."""
FREE = ("free", "donation")
AWAY = frozenset({"phone", "online", "home"})
WITHOUT_TALKING = frozenset({"online"})
EVERYBODY = "everybody"


class Question(StrEnum):
    """In the order in which they are asked; each may be skipped."""

    DANGER = "danger"
    WHAT = "what"
    WHO = "who"
    WHERE = "where"
    HARD = "hard"


class Danger(StrEnum):
    NOT_SAID = ""
    YES = "yes"
    NO = "no"


class Hard(StrEnum):
    """What would make it hard to take help up."""

    COST = "cost"
    TRAVEL = "travel"
    LANGUAGE = "language"
    HOME = "home"
    PEOPLE = "people"


class Loose(StrEnum):
    """What may be let go, in this order."""

    AUDIENCE = "audience"
    NEAR = "near"
    PEOPLE = "people"
    COST = "cost"
    LANGUAGE = "language"
    HOME = "home"
    NEED = "need"


@dataclass(frozen=True)
class Answers:
    """What somebody said. Nothing of it is kept: it is in the address of the page, and nowhere else.

    `needs` and `audiences` are terms' slugs, `age` a band of domain.ages, `place` as typed, `language` a code.
    """

    danger: Danger = Danger.NOT_SAID
    words: str = ""
    needs: tuple[str, ...] = ()
    age: str = ""
    audiences: tuple[str, ...] = ()
    place: str = ""
    hard: frozenset[Hard] = frozenset()
    language: str = ""

    @property
    def answered(self) -> frozenset[Question]:
        said = {
            Question.DANGER: bool(self.danger), Question.WHAT: bool(self.words or self.needs),
            Question.WHO: bool(self.age or self.audiences), Question.WHERE: bool(self.place),
            Question.HARD: bool(self.hard or self.language),
        }  # fmt: skip
        return frozenset(question for question, answered in said.items() if answered)

    def next_question(self, after: Question) -> Question | None:
        """The next one without an answer; None where none is left."""
        order = list(Question)
        later = order[order.index(after) + 1 :]
        return next((question for question in later if question not in self.answered), None)


@dataclass(frozen=True)
class Wanted:
    """What is looked for. An empty group asks nothing; inside a group choices are "or". `miles`: no farther than that,
    for what has a place; None is any distance. `loosened` are the answers that this leaves out."""

    needs: tuple[str, ...] = ()
    words: str = ""
    ages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    miles: float | None = None
    loosened: tuple[Loose, ...] = ()


def wanted(answers: Answers, needs: Sequence[str], located: bool) -> Wanted:
    """What all the answers together ask for. `needs`: those picked and those that the words were understood as.

    `located`: the place that was typed is known.
    """
    return _without(answers, tuple(needs), located, ())


def ladder(answers: Answers, needs: Sequence[str], located: bool) -> tuple[Wanted, ...]:
    """Everything; then without each one of the answers; then without more and more of them; at last without the need."""
    may_go = tuple(_said(answers, located))
    less = [(), *((loose,) for loose in may_go), *(may_go[:number] for number in range(2, len(may_go) + 1))]
    if needs or answers.words:
        less.append((*may_go, Loose.NEED))
    rungs = [_without(answers, tuple(needs), located, some) for some in less]
    # Two answers may ask for the same: without one of them nothing has changed.
    different: dict[Wanted, Wanted] = {}
    for rung in rungs:
        different.setdefault(replace(rung, loosened=()), rung)
    return tuple(different.values())


def _said(answers: Answers, located: bool) -> Iterator[Loose]:
    """What of the answers can be let go, in order."""
    said = {
        Loose.AUDIENCE: bool(answers.audiences), Loose.NEAR: located or Hard.TRAVEL in answers.hard,
        Loose.PEOPLE: Hard.PEOPLE in answers.hard, Loose.COST: Hard.COST in answers.hard,
        Loose.LANGUAGE: bool(answers.language), Loose.HOME: Hard.HOME in answers.hard,
    }  # fmt: skip
    yield from (loose for loose, asked in said.items() if asked)


def _without(answers: Answers, needs: tuple[str, ...], located: bool, loose: tuple[Loose, ...]) -> Wanted:
    gone = {one.value for one in loose}
    hard = frozenset(one for one in answers.hard if one.value not in gone)
    speaks = (answers.language,) if answers.language and Loose.LANGUAGE not in loose else ()
    for_whom = (*answers.audiences, EVERYBODY) if answers.audiences and Loose.AUDIENCE not in loose else ()
    here = Wanted(
        needs=needs, words="" if needs else answers.words, ages=(answers.age,) if answers.age else (), audiences=for_whom,
        costs=FREE if Hard.COST in hard else (), languages=speaks, modes=_modes(hard, located or Loose.NEAR in loose),
        miles=_miles(hard, located and Loose.NEAR not in loose), loosened=loose,
    )  # fmt: skip
    if Loose.NEED in loose or not (here.needs or here.words):
        return replace(here, needs=WHEN_NOTHING_IS_SAID, words="")
    return here


def _modes(hard: frozenset[Hard], way_is_known: bool) -> tuple[str, ...]:
    """The ways to be helped that are left. Without a place to measure from, a hard way means no way."""
    left = AWAY | {"place"}
    if Hard.HOME in hard or (Hard.TRAVEL in hard and not way_is_known):
        left = left & AWAY
    if Hard.PEOPLE in hard:
        left = left & WITHOUT_TALKING
    return () if "place" in left else tuple(sorted(left))


def _miles(hard: frozenset[Hard], measured: bool) -> float | None:
    if not measured:
        return None
    return SHORT_MILES if Hard.TRAVEL in hard else TOWN_MILES


Found = TypeVar("Found", bound=Hashable)


@dataclass(frozen=True)
class Step(Generic[Found]):
    """What one rung of the ladder found that no rung before it had."""

    wanted: Wanted
    found: tuple[Found, ...] = field(default=())


def climb(
    rungs: Sequence[Wanted], find: Callable[[Wanted], Sequence[Found]], already: Sequence[Found] = ()
) -> tuple[Step[Found], ...]:
    """Rung by rung until enough is found, five at most in all. `already`: what is suggested in any case.

    Once anything is found, only what lets a single answer go is added to it. Nothing where no rung finds anything.
    """
    return tuple(_steps(rungs, find, list(already)))


def _steps(rungs: Sequence[Wanted], find: Callable[[Wanted], Sequence[Found]], seen: list[Found]) -> Iterator[Step[Found]]:
    for rung in rungs:
        if len(seen) >= ENOUGH or (seen and (len(rung.loosened) > 1 or Loose.NEED in rung.loosened)):
            return
        new = [one for one in dict.fromkeys(find(rung)) if one not in seen][: MOST - len(seen)]
        seen += new
        if new:
            yield Step(rung, tuple(new))
