"""A record's own words in the language of the page, where it has them; English where it has not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from hubdirectory.domain.validity import FIRST_LANGUAGE
from hubdirectory.models import Organisation, RecordText, Service


@dataclass(frozen=True)
class Tongues:
    """In which language each text is that the page shows, by its code."""

    summary: str = FIRST_LANGUAGE
    description: str = FIRST_LANGUAGE
    conditions: str = FIRST_LANGUAGE
    fees_description: str = FIRST_LANGUAGE
    application_process: str = FIRST_LANGUAGE


IN_ENGLISH = Tongues()
OWN = tuple(field.name for field in fields(Tongues))


@dataclass(frozen=True)
class Said:
    """`words` by field; `left`: something that it says is not in the language of the page."""

    words: dict[str, str]
    tongues: Tongues
    left: bool


def said(row: Service | Organisation, texts: Iterable[RecordText], locale: str) -> Said:
    """The record's texts as a page in that language shows them."""
    here = next((one for one in texts if one.code == locale), None)
    first = {field: getattr(row, field, "") for field in OWN}
    if isinstance(row, Service):
        first["conditions"] = row.eligibility.conditions if row.eligibility else ""
    words = {field: (getattr(here, field) if here else "") or first[field] for field in OWN}
    codes = {field: locale for field in OWN if here and getattr(here, field)}
    left = locale != FIRST_LANGUAGE and any(words[field] and field not in codes for field in OWN)
    return Said(words, Tongues(**codes), left)


def summary(row: Service, locale: str) -> tuple[str, str]:
    """The one sentence of a list, and its language."""
    own = next((one.summary for one in row.texts if one.code == locale), "")
    return (own, locale) if own else (row.summary, FIRST_LANGUAGE)
