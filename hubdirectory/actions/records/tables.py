"""Which column and which rows each field of a record's data lives in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from hubdirectory.domain.record_data import Data
from hubdirectory.models import (
    Accessibility,
    Contact,
    CostOption,
    Language,
    Location,
    Organisation,
    Phone,
    RecordText,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)

Record = Service | Organisation | Location
MODELS: Mapping[str, type[Service] | type[Organisation] | type[Location]] = {
    "service": Service, "organisation": Organisation, "location": Location
}  # fmt: skip

# Field -> column, where the names differ.
COLUMN_OF: Mapping[str, str] = {"organisation": "organisation_id", "area": "area_id"}
ELIGIBILITY = ("minimum_age", "maximum_age", "conditions")
TERMS = ("confirmed", "suggested")


def column_value(column: str, value: Any) -> Any:
    """A JSON value as its column takes it."""
    return date.fromisoformat(value) if column == "paused_until" and value else value


def json_value(value: Any) -> Any:
    """A column's value as JSON."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}".removesuffix(":00")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


@dataclass(frozen=True)
class Rows:
    """A list of rows. `columns`: key of an item -> column. `key`: the column that makes two items the same one.

    Without a key, the row most like an item becomes that item: a schedule whose hour changes keeps its id.
    """

    model: type[Any]
    columns: Mapping[str, str]
    key: str = ""
    typed: Callable[[Data], Data] = dict
    ordered: bool = True


def _cost(columns: Data) -> Data:
    return {**columns, "amount": None if columns["amount"] is None else Decimal(columns["amount"])}


def _schedule(columns: Data) -> Data:
    days = {name: date.fromisoformat(columns[name]) if columns[name] else None for name in ("dtstart", "until")}
    hours = {name: time.fromisoformat(columns[name]) for name in ("opens_at", "closes_at")}
    return {**columns, **days, **hours}


def _same(*names: str, **renamed: str) -> dict[str, str]:
    return {name: name for name in names} | renamed


ROWS: Mapping[str, Rows] = {
    "phones": Rows(Phone, _same("number", "extension", "kind", "description")),
    "contacts": Rows(Contact, _same("name", "title", "email")),
    "costs": Rows(CostOption, _same("option", "amount", "currency", "amount_description"), typed=_cost),
    "languages": Rows(Language, _same("code", "note"), key="code", ordered=False),
    "texts": Rows(
        RecordText, _same("code", "summary", "description", "conditions", "fees_description", "application_process"),
        key="code", ordered=False,
    ),
    "service_areas": Rows(ServiceArea, _same("kind", "name", area="area_id"), ordered=False),
    "places": Rows(ServiceAtLocation, _same("description", location="location_id"), key="location_id"),
    "accessibility": Rows(Accessibility, _same("slug", "details"), key="slug", ordered=False),
    "schedules": Rows(
        Schedule,
        _same(
            "freq", "interval", "byday", "bymonthday", "until", "count", "extra_dates", "exceptions",
            "term_time_only", "not_bank_holidays", "description",
            start="dtstart", opens="opens_at", closes="closes_at", location="at_location_id",
        ),
        typed=_schedule,
    ),
}  # fmt: skip
