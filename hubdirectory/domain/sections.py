"""The sections in which people edit a record: which fields are in which, and how far along each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .record_data import blank
from .validity import lacking


class Section(StrEnum):
    WHAT = "what"
    WHO = "who"
    WHEN_WHERE = "when_where"
    COST = "cost"
    CONTACT = "contact"
    ACCESS = "access"
    LANGUAGES = "languages"
    PICTURES = "pictures"
    ABOUT = "about"
    PLACE = "place"
    OPENING = "opening"


class Standing(StrEnum):
    """Done: something is there and right. To do: something required is missing, or something is wrong. Else optional."""

    DONE = "done"
    TO_DO = "to_do"
    OPTIONAL = "optional"


SECTIONS: Mapping[str, Mapping[Section, tuple[str, ...]]] = {
    "service": {
        Section.WHAT: ("name", "alternate_name", "summary", "description", "suggested"),
        Section.WHO: ("minimum_age", "maximum_age", "conditions", "service_areas"),
        Section.WHEN_WHERE: ("modes", "places", "schedules"),
        Section.COST: ("costs", "fees_description"),
        Section.CONTACT: ("phones", "email", "url", "contacts"),
        Section.ACCESS: ("booking", "application_process", "accepts_referrals"),
        Section.LANGUAGES: ("languages", "texts"),
        Section.PICTURES: (),
    },
    "organisation": {
        Section.ABOUT: ("name", "alternate_name", "summary", "description", "legal_status", "charity_number", "suggested"),
        Section.CONTACT: ("phones", "email", "website", "contacts"),
        Section.LANGUAGES: ("texts",),
        Section.PICTURES: (),
    },
    "location": {
        Section.ABOUT: ("name", "kind", "description"),
        Section.PLACE: (
            "address_1", "address_2", "city", "postcode", "latitude", "longitude", "area", "confidential", "transport",
        ),
        Section.ACCESS: ("accessibility",),
        Section.OPENING: ("schedules",),
        Section.CONTACT: ("phones", "email", "website", "contacts"),
        Section.PICTURES: (),
    },
}  # fmt: skip


@dataclass(frozen=True)
class SectionProgress:
    """`wrong`: the keys of values in it that are wrong or missing."""

    section: Section
    standing: Standing
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far along a record is. `ready`: nothing required is missing and nothing is wrong."""

    sections: tuple[SectionProgress, ...]

    @property
    def ready(self) -> bool:
        return all(one.standing != Standing.TO_DO for one in self.sections)

    @property
    def done(self) -> int:
        return sum(one.standing == Standing.DONE for one in self.sections)


def section_of(kind: str, field: str) -> Section | None:
    """The section that a field, or the key of one of its items, belongs to; None for what only verbs change."""
    name = field.partition(".")[0]
    return next((section for section, fields in SECTIONS[kind].items() if name in fields), None)


def progress(
    kind: str, data: Mapping[str, Any], wrong: Iterable[str] = (), *,
    organisation: Mapping[str, Any] | None = None, pictures: int = 0,
) -> Progress:  # fmt: skip
    """How far along a whole record is.

    wrong: keys of values that are known to be wrong
    organisation: of a service, whole: its contact counts
    pictures: how many the record has
    """
    keys = [*wrong, *lacking(kind, data, organisation)]
    return Progress(tuple(_of(kind, section, data, keys, pictures) for section in SECTIONS[kind]))


def _of(kind: str, section: Section, data: Mapping[str, Any], keys: list[str], pictures: int) -> SectionProgress:
    here = tuple(dict.fromkeys(key for key in keys if section_of(kind, key) == section))
    if here:
        return SectionProgress(section, Standing.TO_DO, here)
    empty = blank(kind)
    said = any(data.get(field, empty[field]) != empty[field] for field in SECTIONS[kind][section])
    done = said or (section == Section.PICTURES and pictures > 0)
    return SectionProgress(section, Standing.DONE if done else Standing.OPTIONAL)
