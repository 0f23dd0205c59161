"""The map: a TOML file that says which column of a spreadsheet means what. One map for each kind of file."""

import re
from dataclasses import dataclass, field

from importers.cells import EMPTY_WORDS
from importers.fields import Cells, FieldRule
from importers.record import DAYS, SourceDetails
from importers.table import Layout

DAY_NAMES = dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), DAYS, strict=True))

# What a map may fill, and what each is.
FIELDS = {
    "name": "the service's name",
    "summary": "one sentence about it",
    "description": "about it, at length",
    "organisation": "who provides it",
    "organisation_url": "the organisation's own web address",
    "url": "the service's web address; more than one may be in the cell",
    "email": "e-mail address",
    "phone": "telephone numbers",
    "contact_details": "a cell in which telephone numbers, e-mail and web addresses stand together",
    "contact_name": "whom to ask for",
    "contact_role": "what that person does",
    "contact_email": "that person's e-mail address",
    "contact_phone": "that person's telephone number",
    "contact_public": "yes or no: whether that person may be shown",
    "location_name": "the name of the place",
    "location_kind": "hub, venue or surgery",
    "address": "the address, its parts at commas or on lines",
    "town": "town or city",
    "postcode": "postcode",
    "latitude": "degrees north",
    "longitude": "degrees east",
    "directions": "how to find the place",
    "accessibility": "what the place has, as slugs: step-free, accessible-toilet …",
    "confidential": "yes or no: whether the address must never be shown",
    "area": "whom it serves: the name of a district or ward",
    "modes": "place, phone, online or home",
    "by_appointment": "yes or no",
    "drop_in": "yes or no",
    "application_process": "how to get it: referral, voucher, just come",
    "eligibility": "who it is for",
    "minimum_age": "years",
    "maximum_age": "years",
    "needs": "slugs of needs",
    "audiences": "slugs of audiences",
    "service_types": "slugs of service types",
    "languages": "codes of languages spoken: en, pl, bfi …",
    "cost": "a price in pounds, or words about it",
    "cost_option": "whom that price is for",
    "cost_description": "more about the price: per session, each week …",
    "free": "yes or no",
    "paused": "yes or no: closed for the time being",
    "notes": "anything else, for those who look after the directory",
    "source_url": "the record's own page at the source",
}


@dataclass(frozen=True)
class HoursRule:
    """Where opening hours are: one text, in passing in a description, a column a day, or day and times apart."""

    text: str = ""
    prose: str = ""
    days: dict[str, str] = field(default_factory=dict)
    day: str = ""
    opens: str = ""
    closes: str = ""

    def headings(self) -> tuple[str, ...]:
        named = (self.text, self.prose, self.day, self.opens, self.closes, *self.days.values())
        return tuple(filter(None, named))


@dataclass(frozen=True)
class RowRule:
    """Rows that are not to come in, and why. With `closed` they are services that have come to their end."""

    column: str
    contains: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()
    matches: re.Pattern[str] | None = None
    empty: bool = False
    reason: str = ""
    closed: bool = False

    def applies(self, cells: Cells) -> bool:
        cell = cells[self.column]
        folded = cell.casefold()
        if self.empty:
            return not cell
        if self.matches is not None:
            return self.matches.search(cell) is not None
        return any(word in folded for word in self.contains) or folded in self.equals


@dataclass(frozen=True)
class Suggestion:
    """Terms that words in some columns suggest."""

    columns: tuple[str, ...]
    words: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    """Pairs of taxonomy and slug."""

    def applies(self, cells: Cells) -> bool:
        """Whether a word of ours begins a word there: "dement" finds dementia, and "art" not the start."""
        text = "\n".join(cells[column] for column in self.columns).casefold()
        return any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in self.words)


@dataclass(frozen=True)
class SourceMap:
    """A whole map. `external_id` are the columns that together tell one record of the source from another.

    `continues` is a column that names the id of another row, to which this row only adds something.
    """

    details: SourceDetails
    external_id: tuple[str, ...]
    fields: dict[str, FieldRule]
    layout: Layout = field(default_factory=Layout)
    empty_words: frozenset[str] = EMPTY_WORDS
    continues: str = ""
    rules: tuple[RowRule, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    hours: HoursRule = field(default_factory=HoursRule)

    def cells(self, row_cells: dict[str, str]) -> Cells:
        return Cells(row_cells, self.empty_words)
