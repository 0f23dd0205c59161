"""Where a service is, out of one row."""

from importers.cells import tidy
from importers.places import read_address, read_point
from importers.postcodes import read_postcode
from importers.record import LocationRecord, Point
from importers.row import RowReader

KINDS = ("hub", "venue", "surgery")


def location_of(reader: RowReader) -> LocationRecord:
    """The place that the row tells of; one that says nothing where it tells of none."""
    given = _postcode(reader)
    address = read_address(reader.text("address"), given)
    directions = "\n".join(filter(None, (reader.text("directions"), address.directions)))
    name = reader.line("location_name")
    kinds = reader.chosen("location_kind", KINDS)
    return LocationRecord(
        name=name,
        kind=kinds[0] if kinds else "venue",
        address_lines=_without_the_name(address.lines, name),
        town=reader.line("town", 100),
        postcode=address.postcode or "",
        point=_point(reader),
        description=tidy(directions),
        accessibility=reader.texts("accessibility"),
        confidential=bool(reader.flag("confidential")),
    )


def _without_the_name(lines: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Many addresses begin with the place's own name, which is shown above them anyway."""
    if len(lines) > 1 and lines[0].casefold() == name.casefold() and not name[:1].isdigit():
        return lines[1:]
    return lines


def _postcode(reader: RowReader) -> str | None:
    text = reader.line("postcode")
    if not text:
        return None
    postcode = read_postcode(text)
    if postcode is None:
        reader.warn("postcode", f"“{text}” is not a postcode, so it was left out.")
    return postcode


def _point(reader: RowReader) -> Point | None:
    latitude, longitude = reader.line("latitude"), reader.line("longitude")
    point, problem = read_point(latitude, longitude)
    if problem:
        reader.warn("latitude", problem)
    return point
