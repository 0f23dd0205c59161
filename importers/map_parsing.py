"""Reading a map file, with a sentence for everything in it that has to be mended."""

import re
import tomllib
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from importers.cells import EMPTY_WORDS
from importers.errors import MapInvalid
from importers.fields import FieldRule
from importers.mapping import DAY_NAMES, FIELDS, HoursRule, RowRule, SourceMap, Suggestion
from importers.record import SourceDetails
from importers.table import Layout, fold

_SECTIONS = ("source", "fields", "hours", "skip", "suggest")
_SOURCE_KEYS = (
    "title", "publisher", "url", "licence", "licence_url", "encoding", "delimiter", "sheet", "header_row",
    "empty_words", "external_id", "continues",
)  # fmt: skip
_FIELD_ORIGINS = ("column", "columns", "template", "constant", "when_yes")
_FIELD_KEYS = (*_FIELD_ORIGINS, "join", "pattern", "split", "lookup", "default")
_HOURS_KEYS = ("text", "prose", *DAY_NAMES, "day", "opens", "closes")
_CONDITIONS = ("contains", "equals", "matches", "empty")
_SKIP_KEYS = ("column", *_CONDITIONS, "reason", "closed")
_TAXONOMIES = {"needs": "need", "audiences": "audience", "service_types": "service-type"}
_SUGGEST_KEYS = ("columns", "words", *_TAXONOMIES)


def read_map(path: Path) -> SourceMap:
    """Read a map file. Raises MapInvalid, with a sentence for everything that has to be mended."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MapInvalid([f"The map {path} cannot be read: {error}."]) from error
    return parse_map(text)


def parse_map(text: str) -> SourceMap:
    """As `read_map`, for a map's text."""
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MapInvalid([f"The map is not TOML: {error}."]) from error
    parser = _Parser()
    parsed = parser.parse(sections)
    if parser.problems:
        raise MapInvalid(parser.problems)
    return parsed


class _Parser:
    """Collects problems and goes on, so that somebody can mend them all at once."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def parse(self, sections: dict[str, Any]) -> SourceMap:
        self._known("The map", sections, _SECTIONS)
        source = self._table(sections, "source")
        self._known("[source]", source, _SOURCE_KEYS)
        empty_words = frozenset(
            word.casefold().rstrip(".") for word in self._words("[source] empty_words", source.get("empty_words", []))
        )
        return SourceMap(
            details=self._details(source),
            external_id=self._columns("[source] external_id", source.get("external_id"), needed=True),
            fields=self._fields(self._table(sections, "fields")),
            layout=self._layout(source),
            empty_words=EMPTY_WORDS | empty_words,
            continues=self._word("[source] continues", source.get("continues", "")),
            rules=tuple(self._each(sections, "skip", self._rule)),
            suggestions=tuple(self._each(sections, "suggest", self._suggestion)),
            hours=self._hours(self._table(sections, "hours")),
        )

    def _details(self, source: dict[str, Any]) -> SourceDetails:
        said = {key: self._word(f"[source] {key}", source.get(key, "")) for key in _SOURCE_KEYS[:5]}
        if not said["title"]:
            self.problems.append("[source] needs a title: what this file is, as it is named to visitors.")
        return SourceDetails(**said)

    def _layout(self, source: dict[str, Any]) -> Layout:
        said = {key: self._word(f"[source] {key}", source.get(key, "")) or None for key in ("encoding", "delimiter", "sheet")}
        delimiter, row = source.get("delimiter"), source.get("header_row")
        if isinstance(delimiter, str) and (len(delimiter) != 1 or delimiter in '"\r\n '):
            self.problems.append('[source] delimiter is one character, such as ";" or "\\t".')
        if row is not None and (not isinstance(row, int) or isinstance(row, bool) or row < 1):
            self.problems.append("[source] header_row is a line number; the first line is 1.")
            row = None
        return Layout(header_row=row, **said)

    def _fields(self, fields: dict[str, Any]) -> dict[str, FieldRule]:
        self._known("[fields]", fields, tuple(FIELDS))
        if "name" not in fields:
            self.problems.append("[fields] needs a name: which column has the service's name.")
        if "organisation" not in fields:
            self.problems.append("[fields] needs an organisation: which column says who provides the service.")
        return {target: self._field(target, said) for target, said in fields.items() if target in FIELDS}

    def _field(self, target: str, said: Any) -> FieldRule:
        place = f"[fields] {target}"
        if isinstance(said, str):
            said = {"column": said}
        if not isinstance(said, dict):
            self.problems.append(f"{place} is a column's heading in quotation marks, or a table {{ … }}.")
            return FieldRule()
        self._known(place, said, _FIELD_KEYS)
        origins = [key for key in _FIELD_ORIGINS if key in said]
        if len(origins) != 1:
            given = f"it has {' and '.join(origins)}" if origins else "it has none"
            self.problems.append(f"{place} needs exactly one of {', '.join(_FIELD_ORIGINS)}; {given}.")
        return self._field_rule(place, said)

    def _field_rule(self, place: str, said: dict[str, Any]) -> FieldRule:
        columns = [
            *self._words(f"{place}.column", said.get("column", [])),
            *self._words(f"{place}.columns", said.get("columns", [])),
        ]
        return FieldRule(
            columns=tuple(columns),
            join=said["join"] if isinstance(said.get("join"), str) else ", ",
            template=self._word(f"{place}.template", said.get("template", "")),
            constants=self._words(f"{place}.constant", said.get("constant", [])),
            when_yes={
                column: self._word(f"{place}.when_yes", word) for column, word in self._inner(place, said, "when_yes").items()
            },
            pattern=self._pattern(f"{place}.pattern", said.get("pattern")),
            split=said["split"] if isinstance(said.get("split"), str) else "",
            lookup=self._lookup(place, said),
            default=self._words(f"{place}.default", said.get("default", [])),
        )

    def _lookup(self, place: str, said: dict[str, Any]) -> dict[str, tuple[str, ...]] | None:
        if "lookup" not in said:
            return None
        table = self._inner(place, said, "lookup")
        return {fold(key): self._words(f"{place}.lookup", value) for key, value in table.items()}

    def _hours(self, hours: dict[str, Any]) -> HoursRule:
        self._known("[hours]", hours, _HOURS_KEYS)
        said = {key: self._word(f"[hours] {key}", value) for key, value in hours.items() if key in _HOURS_KEYS}
        apart = [key for key in ("day", "opens", "closes") if key in said]
        if apart and len(apart) < 3:
            self.problems.append("[hours] day, opens and closes belong together; give all three.")
        days = {DAY_NAMES[key]: said.pop(key) for key in tuple(said) if key in DAY_NAMES}
        return HoursRule(days=days, **said)

    def _rule(self, place: str, said: dict[str, Any]) -> RowRule:
        self._known(place, said, _SKIP_KEYS)
        if sum(1 for key in _CONDITIONS if key in said) != 1:
            self.problems.append(f"{place} needs exactly one of {', '.join(_CONDITIONS)}.")
        reason = self._word(f"{place} reason", said.get("reason", ""))
        if not reason:
            self.problems.append(f"{place} needs a reason: a sentence for those who look for the row.")
        return RowRule(
            column="".join(self._columns(f"{place} column", said.get("column"), needed=True)[:1]),
            contains=self._folded(f"{place} contains", said.get("contains", [])),
            equals=self._folded(f"{place} equals", said.get("equals", [])),
            matches=self._pattern(f"{place} matches", said.get("matches")),
            empty=said.get("empty") is True,
            reason=reason,
            closed=said.get("closed") is True,
        )

    def _suggestion(self, place: str, said: dict[str, Any]) -> Suggestion:
        self._known(place, said, _SUGGEST_KEYS)
        terms = [
            (taxonomy, slug) for key, taxonomy in _TAXONOMIES.items() for slug in self._words(f"{place} {key}", said.get(key, []))
        ]
        if not terms:
            self.problems.append(f"{place} suggests nothing: give {', '.join(_TAXONOMIES)}.")
        words = self._folded(f"{place} words", said.get("words", []))
        if not words:
            self.problems.append(f"{place} needs words to look for.")
        return Suggestion(self._columns(f"{place} columns", said.get("columns"), needed=True), words, tuple(terms))

    # Values

    def _known(self, place: str, table: dict[str, Any], keys: tuple[str, ...]) -> None:
        for key in table:
            if key not in keys:
                near = get_close_matches(key, keys, n=1, cutoff=0.6)
                hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(keys)}."
                self.problems.append(f"{place} has “{key}”, which is not known. {hint}")

    def _table(self, sections: dict[str, Any], name: str) -> dict[str, Any]:
        said = sections.get(name, {})
        if isinstance(said, dict):
            return said
        self.problems.append(f"“{name}” is a section: write [{name}] above its lines.")
        return {}

    def _inner(self, place: str, said: dict[str, Any], key: str) -> dict[str, Any]:
        table = said.get(key, {})
        if isinstance(table, dict):
            return table
        self.problems.append(f'{place}.{key} is a table: {{ "what stands there" = "what it means" }}.')
        return {}

    def _each(self, sections: dict[str, Any], name: str, read: Callable[[str, dict[str, Any]], Any]) -> Iterable[Any]:
        said = sections.get(name, [])
        if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
            self.problems.append(f"“{name}” may be there several times: write [[{name}]] above each.")
            return
        for number, one in enumerate(said, start=1):
            yield read(f"[[{name}]] number {number}", one)

    def _word(self, place: str, said: Any) -> str:
        if isinstance(said, str):
            return said
        self.problems.append(f"{place} is a text in quotation marks.")
        return ""

    def _words(self, place: str, said: Any) -> tuple[str, ...]:
        if isinstance(said, str):
            return (said,)
        if isinstance(said, list) and all(isinstance(one, str) for one in said):
            return tuple(said)
        self.problems.append(f"{place} is a text in quotation marks, or a list of them.")
        return ()

    def _folded(self, place: str, said: Any) -> tuple[str, ...]:
        return tuple(word.casefold() for word in self._words(place, said))

    def _columns(self, place: str, said: Any, *, needed: bool) -> tuple[str, ...]:
        columns = self._words(place, [] if said is None else said)
        if needed and not columns:
            self.problems.append(f"{place} is missing: give a column's heading, or several in a list.")
        return columns

    def _pattern(self, place: str, said: Any) -> re.Pattern[str] | None:
        if said is None:
            return None
        try:
            return re.compile(self._word(place, said), re.IGNORECASE)
        except re.error as error:
            self.problems.append(f"{place} is not a regular expression: {error}.")
            return None
