"""A map and a file put side by side, before any row is read."""

import re
from collections.abc import Iterator
from dataclasses import replace

from importers.errors import MapInvalid
from importers.fields import PLACEHOLDER, FieldRule
from importers.mapping import SourceMap
from importers.table import Table


def fit(source_map: SourceMap, table: Table) -> SourceMap:
    """The map with the headings as this table writes them: capitals and spaces do not matter.

    Raises MapInvalid with a sentence for each column that the map wants and the table does not have.
    """
    names: dict[str, str] = {}
    problems = []
    for place, wanted in _wanted(source_map):
        heading = table.heading(wanted)
        if heading is None:
            problems.append(_missing(place, wanted, table))
        else:
            names[wanted] = heading
    if problems:
        problems = list(dict.fromkeys(problems))
        raise MapInvalid([*problems, f"The file's columns are: {', '.join(table.headings)}."])
    return _renamed(source_map, names)


def _wanted(source_map: SourceMap) -> Iterator[tuple[str, str]]:
    for column in source_map.external_id:
        yield "[source] external_id", column
    if source_map.continues:
        yield "[source] continues", source_map.continues
    for target, rule in source_map.fields.items():
        for column in rule.headings():
            yield f"[fields] {target}", column
    for column in source_map.hours.headings():
        yield "[hours]", column
    for number, row_rule in enumerate(source_map.rules, start=1):
        yield f"[[skip]] number {number}", row_rule.column
    for number, suggestion in enumerate(source_map.suggestions, start=1):
        for column in suggestion.columns:
            yield f"[[suggest]] number {number}", column


def _missing(place: str, wanted: str, table: Table) -> str:
    near = table.nearest_heading(wanted)
    hint = f" Did you mean “{near}”?" if near else ""
    return f"{place} is taken from the column “{wanted}”, which the file does not have.{hint}"


def _renamed(source_map: SourceMap, names: dict[str, str]) -> SourceMap:
    hours = source_map.hours
    return replace(
        source_map,
        external_id=tuple(names[column] for column in source_map.external_id),
        continues=names.get(source_map.continues, ""),
        fields={target: _rule_renamed(rule, names) for target, rule in source_map.fields.items()},
        rules=tuple(replace(rule, column=names[rule.column]) for rule in source_map.rules),
        suggestions=tuple(replace(one, columns=tuple(names[column] for column in one.columns)) for one in source_map.suggestions),
        hours=replace(
            hours,
            days={day: names[column] for day, column in hours.days.items()},
            **{key: names.get(getattr(hours, key), "") for key in ("text", "prose", "day", "opens", "closes")},
        ),
    )


def _rule_renamed(rule: FieldRule, names: dict[str, str]) -> FieldRule:
    def placeholder(match: re.Match[str]) -> str:
        heading = names[match.group(1).strip()]
        return f"{{{heading}|{match.group(2)}}}" if match.group(2) else f"{{{heading}}}"

    return replace(
        rule,
        columns=tuple(names[column] for column in rule.columns),
        template=PLACEHOLDER.sub(placeholder, rule.template),
        when_yes={names[column]: word for column, word in rule.when_yes.items()},
    )
