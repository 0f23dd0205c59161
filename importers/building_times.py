"""When a service is open, out of one row: whichever way the map says that its hours are written."""

from dataclasses import dataclass

from importers.cells import one_line
from importers.hours import HoursReading, read_day_hours, read_hours
from importers.record import DAYS, Opening
from importers.row import RowReader

_DAY_WORDS = dict(zip(DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


@dataclass(frozen=True)
class Times:
    """`words` is what could not be read, or could not be said in openings alone; visitors read it instead."""

    openings: tuple[Opening, ...] = ()
    words: str = ""
    by_appointment: bool = False


def times_of(reader: RowReader) -> Times:
    """The openings of the row. Assumptions, and words that could not be read, are said in the reader."""
    rule = reader.map.hours
    readings: list[tuple[str, HoursReading]] = []
    if rule.text:
        readings.append((rule.text, read_hours(reader.cells[rule.text])))
    if rule.prose:
        readings.append((rule.prose, read_hours(reader.cells[rule.prose], prose=True)))
    readings += [(column, read_day_hours(reader.cells[column], day)) for day, column in rule.days.items()]
    if rule.day and reader.cells[rule.day]:
        day, opens, closes = (one_line(reader.cells[column]) for column in (rule.day, rule.opens, rule.closes))
        readings.append((rule.opens, read_hours(f"{day} {opens} - {closes}" if closes else f"{day} {opens}")))
    _say_what_was_unclear(reader, readings)
    openings = tuple(opening for _, reading in readings for opening in reading.openings)
    return Times(
        openings=tuple(dict.fromkeys(openings)),
        words=_words(reader, readings),
        by_appointment=any(reading.by_appointment for _, reading in readings) and not openings,
    )


def _say_what_was_unclear(reader: RowReader, readings: list[tuple[str, HoursReading]]) -> None:
    for column, reading in readings:
        reader.warn_of(column, *reading.assumptions)
        if reading.remainder:
            reader.warn_of(column, f"Not read as opening times, kept as words: “{reading.remainder}”.")


def _words(reader: RowReader, readings: list[tuple[str, HoursReading]]) -> str:
    """Where some of a text was not read, or has no end, all of it is kept: half a sentence misleads."""
    words = []
    day_of = {column: day for day, column in reader.map.hours.days.items()}
    for column, reading in readings:
        if not reading.remainder and all(opening.closes for opening in reading.openings):
            continue
        if column in day_of:
            words.append(f"{_DAY_WORDS[day_of[column]]}: {reader.cells[column]}")
        elif column == reader.map.hours.text:
            words.append(reader.cells[column])
    return "\n".join(words)
