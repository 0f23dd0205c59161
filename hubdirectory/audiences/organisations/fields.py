"""Which fields each section of a record asks for, and how. One table, so that every section is one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from hubdirectory.domain.sections import Section
from hubdirectory.domain.validity import LONGEST, LONGEST_IN
from hubdirectory.web.names import INTERPRETER

NOTHING = ""


@dataclass(frozen=True)
class Input:
    """One thing to type or tick, by itself or as a part of an item.

    kind: line, text, email, url, phone, number, money, tick, language
    """

    name: str
    label: LazyString
    hint: LazyString | str = NOTHING
    kind: str = "line"
    rows: int = 3
    needed: bool = False
    autocomplete: str = ""

    @property
    def longest(self) -> int | None:
        return LONGEST.get(self.name)


@dataclass(frozen=True)
class Items:
    """A list of things of the same shape; `one` is what one of them is called, `more` the button that gives another."""

    name: str
    label: LazyString
    one: LazyString
    more: LazyString
    parts: tuple[Input, ...]
    hint: LazyString | str = NOTHING
    kind: str = "items"

    def longest(self, part: str) -> int | None:
        return LONGEST_IN[self.name].get(part)


@dataclass(frozen=True)
class Choice:
    """One or several of what is offered. kind: radios, languages, areas, terms."""

    name: str
    label: LazyString
    kind: str
    hint: LazyString | str = NOTHING


Field = Input | Items | Choice

NAME = Input("name", lazy_gettext("Name"), needed=True)
OTHER_NAMES = Input("alternate_name", lazy_gettext("Other names, if people use any"))
SUMMARY = Input(
    "summary", lazy_gettext("In one sentence"), lazy_gettext("What happens, and for whom. People see it first."), "text", 3, True
)  # fmt: skip
MORE = Input(
    "description", lazy_gettext("More about it"),
    lazy_gettext("What is it like to come? Write as you would say it to somebody at the door."), "text", 8,
)  # fmt: skip
TERMS = Choice(
    "suggested", lazy_gettext("What does it help with?"), "terms",
    lazy_gettext("These are suggestions. People find you by them once we have looked at them."),
)  # fmt: skip
EMAIL = Input("email", lazy_gettext("E-mail address"), kind="email")
PHONES = Items(
    "phones", lazy_gettext("Telephone"), lazy_gettext("Number"), lazy_gettext("Add another number"),
    (
        Input("number", lazy_gettext("Number"), kind="phone"),
        Input("description", lazy_gettext("When to ring, or whom to ask for"), lazy_gettext("Such as: Mondays, ask for Jean")),
    ),
)  # fmt: skip
PEOPLE = Items(
    "contacts", lazy_gettext("Somebody to ask for"), lazy_gettext("Person"), lazy_gettext("Add another person"),
    (
        Input("name", lazy_gettext("Name")), Input("title", lazy_gettext("What they do there")),
        Input("email", lazy_gettext("Their e-mail address"), kind="email"),
    ),
    lazy_gettext("Everybody can read this. Only name people who have said yes."),
)  # fmt: skip
COSTS = Items(
    "costs", lazy_gettext("Prices"), lazy_gettext("Price"), lazy_gettext("Add another price"),
    (
        Input("amount", lazy_gettext("Pounds"), lazy_gettext("Such as 3 or 3.50. Write 0 where it is free."), "money"),
        Input("amount_description", lazy_gettext("For what"), lazy_gettext("Such as: a session")),
        Input("option", lazy_gettext("For whom, if not for everybody"), lazy_gettext("Such as: students")),
    ),
)  # fmt: skip


def in_other_languages(*parts: Input) -> Items:
    return Items(
        "texts", lazy_gettext("Your words in other languages"), lazy_gettext("Language"), lazy_gettext("Add another language"),
        (Input("code", lazy_gettext("Language"), kind="language"), *parts),
        lazy_gettext("Who reads this site in that language sees these words first, and English where there are none."),
    )  # fmt: skip


def web(name: str) -> Input:
    return Input(name, lazy_gettext("Website"), lazy_gettext("Such as example.org. A Facebook page is fine."), "url")


FORMS: Mapping[str, Mapping[Section, tuple[Field, ...]]] = {
    "service": {
        Section.WHAT: (NAME, SUMMARY, MORE, OTHER_NAMES, TERMS),
        Section.WHO: (
            Input(
                "conditions", lazy_gettext("Who may come?"),
                lazy_gettext("Leave it empty where everybody may. Such as: anyone who has lost somebody"), "text", 3,
            ),
            Input("minimum_age", lazy_gettext("Youngest age, in years"), kind="number"),
            Input("maximum_age", lazy_gettext("Oldest age, in years"), kind="number"),
            Choice("service_areas", lazy_gettext("Where do people have to live?"), "areas"),
        ),
        Section.COST: (
            COSTS,
            Input(
                "fees_description", lazy_gettext("Anything else about the cost"),
                lazy_gettext("Such as: first time free, nobody is turned away"), "text", 3,
            ),
        ),
        Section.CONTACT: (PHONES, EMAIL, web("url"), PEOPLE),
        Section.ACCESS: (
            Choice("booking", lazy_gettext("Do people have to book?"), "radios"),
            Input(
                "application_process", lazy_gettext("How do people join?"),
                lazy_gettext("What to do first, and what happens then"), "text", 4,
            ),
            Input(
                "accepts_referrals", lazy_gettext("A doctor, a navigator or a friend may ask for somebody"), kind="tick"
            ),
        ),
        Section.LANGUAGES: (
            Choice("languages", lazy_gettext("Which languages do you speak there?"), "languages"),
            in_other_languages(
                Input("summary", lazy_gettext("In one sentence"), NOTHING, "text", 3),
                Input("description", lazy_gettext("More about it"), NOTHING, "text", 6),
                Input("conditions", lazy_gettext("Who may come?"), NOTHING, "text", 2),
                Input("fees_description", lazy_gettext("About the cost"), NOTHING, "text", 2),
                Input("application_process", lazy_gettext("How do people join?"), NOTHING, "text", 3),
            ),
        ),
    },
    "organisation": {
        Section.ABOUT: (
            NAME,
            Input("summary", lazy_gettext("In one sentence"), lazy_gettext("Who you are and what you do."), "text", 3, True),
            Input("description", lazy_gettext("More about you"), NOTHING, "text", 8),
            OTHER_NAMES,
            Input("legal_status", lazy_gettext("What kind of organisation is it?"), lazy_gettext("Such as: charity, club")),
            Input("charity_number", lazy_gettext("Charity number, if you have one")),
            TERMS,
        ),
        Section.CONTACT: (PHONES, EMAIL, web("website"), PEOPLE),
        Section.LANGUAGES: (
            in_other_languages(
                Input("summary", lazy_gettext("In one sentence"), NOTHING, "text", 3),
                Input("description", lazy_gettext("More about you"), NOTHING, "text", 6),
            ),
        ),
    },
}  # fmt: skip

# What is spoken in the towns of this country most, by ISO code; others that a record has are offered too.
LANGUAGES = (
    "en", "bfi", INTERPRETER, "ar", "bn", "bg", "zh", "cs", "nl", "fa", "fr", "de", "el", "gu", "hi", "hu", "it", "ku", "lv",
    "lt", "ps", "pl", "pt", "pa", "ro", "ru", "sk", "so", "es", "sw", "tl", "ta", "ti", "tr", "uk", "ur", "vi", "cy", "yo",
)  # fmt: skip
