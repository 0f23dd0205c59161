"""From the query string of /start to answers, and back. People are forgiven what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from hubdirectory.audiences.residents.asked import LONGEST_SLUG, LONGEST_WORDS
from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.front_door import Answers, Danger, Hard, Question
from hubdirectory.web.addresses import Pairs

MOST_PICKED = 10
Args = MultiDict[str, str]
Choice = TypeVar("Choice", bound=StrEnum)


def answers_from(args: Args) -> Answers:
    """What somebody said so far."""
    age, speaks = args.get("age", ""), _clean(args.get("speaks", ""))
    return Answers(
        danger=_one(Danger, args.get("danger", "")) or Danger.NOT_SAID, words=_clean(args.get("words", ""))[:LONGEST_WORDS],
        needs=_slugs(args.getlist("need")), age=age if age in BANDS else "", audiences=_slugs(args.getlist("audience")),
        place=_clean(args.get("near", ""))[:LONGEST_WORDS],
        hard=frozenset(one for typed in args.getlist("hard") if (one := _one(Hard, typed))),
        language=speaks if speaks.isalpha() and len(speaks) <= 3 else "",
    )  # fmt: skip


def question_from(args: Args, key: str) -> Question | None:
    return _one(Question, args.get(key, ""))


def pairs_of(answers: Answers, without: Question | None = None) -> Pairs:
    """The answers as a query string; `without` leaves the answers to one question out."""
    said = {
        Question.DANGER: [("danger", answers.danger.value)],
        Question.WHAT: [("words", answers.words), *(("need", need) for need in answers.needs)],
        Question.WHO: [("age", answers.age), *(("audience", slug) for slug in answers.audiences)],
        Question.WHERE: [("near", answers.place)],
        Question.HARD: [*(("hard", one.value) for one in Hard if one in answers.hard), ("speaks", answers.language)],
    }
    return tuple(pair for question, pairs in said.items() if question is not without for pair in pairs if pair[1])


def _one(choices: type[Choice], typed: str) -> Choice | None:
    return choices(typed) if typed in list(choices) else None


def _slugs(typed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for slug in map(_clean, typed) if 0 < len(slug) <= LONGEST_SLUG))[:MOST_PICKED]


def _clean(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
