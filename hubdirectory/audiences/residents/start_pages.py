"""The front door's pages: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hubdirectory.actions.crisis import Crisis
from hubdirectory.actions.front_door import HubStep
from hubdirectory.actions.results import FacetValue, WhereFrom
from hubdirectory.audiences.residents.outcome import ResultLine
from hubdirectory.audiences.residents.pages import NeedGroup
from hubdirectory.web.addresses import Pairs
from hubdirectory.web.crisis import CrisisLine
from hubdirectory.web.pages import Page


@dataclass(frozen=True)
class Choice:
    """Something to tick. `value` goes into the address."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class QuestionLink:
    """A question of the front door: `said` is what was answered in words, "" while it is open."""

    name: str
    address: str
    said: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class QuestionPage(Page):
    """One question of the front door.

    question: danger, what, who, where or hard
    questions: all of them, to be answered in any order
    hidden: what was answered to the other questions, carried along
    end_address: what could help, by what was answered so far
    skip_address: the next question without an answer to this one, or the end
    words: what was typed of what is going on
    near: the place that was typed
    groups: the needs to pick from, each with whether it is picked
    ages: the age bands
    audiences: whom services are made for
    hards: what may be hard
    languages: the languages that anybody here speaks, besides English
    """

    template: ClassVar[str] = "residents/start.html"
    question: str
    questions: tuple[QuestionLink, ...]
    hidden: Pairs
    end_address: str
    skip_address: str
    words: str = ""
    near: str = ""
    groups: tuple[NeedGroup, ...] = ()
    ages: tuple[Choice, ...] = ()
    audiences: tuple[Choice, ...] = ()
    hards: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class SuggestionLine:
    """One suggestion: the service as search shows it, `reasons` why it fits, `misses` what is not so there."""

    line: ResultLine
    reasons: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True)
class SuggestionGroup:
    heading: str
    lines: tuple[SuggestionLine, ...]


@dataclass(frozen=True, kw_only=True)
class NextStepPage(Page):
    """What the front door ends in.

    route: crisis, professional or community
    in_danger: somebody said that somebody is in danger now
    crisis: what the words speak of, None for no crisis
    understood: the needs that the words were read as
    where: what became of the place that was typed
    groups: the suggestions, what fits everything first
    step: the hub to go to, None where there is none
    hub_away: how far that is, in words; "" where nobody knows
    hours: the hub's hours today in words, "" where it has none
    answered: a line that is answered day and night, where nobody is at the hub's desk now; else None
    search_away: no engine answers, so nothing could be suggested
    questions: what was asked and answered
    search_address: a search for the same, to look through everything
    again_address: the first question, with every answer gone
    sheet_address: for a navigator, a shortlist of what is suggested; "" for anybody else
    """

    template: ClassVar[str] = "residents/start_next.html"
    route: str
    in_danger: bool
    crisis: Crisis | None
    understood: tuple[FacetValue, ...]
    where: WhereFrom | None
    groups: tuple[SuggestionGroup, ...]
    step: HubStep | None
    hub_away: str
    hours: str
    answered: CrisisLine | None
    search_away: bool
    questions: tuple[QuestionLink, ...]
    search_address: str
    again_address: str
    sheet_address: str
