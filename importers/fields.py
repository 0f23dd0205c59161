"""How one field of a record is made of a row's cells, as a map says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from importers.cells import means_nothing, one_line, tidy
from importers.places import read_address

YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "on"})
NO = frozenset({"no", "n", "false", "f", "0", "off"})
PLACEHOLDER = re.compile(r"\{([^{}|]+)(?:\|(first|last|lower|place))?\}")
_JOINTS = " ,:;-–|/"


class Cells:
    """A row's cells by heading: tidied, and empty where they only say that they are."""

    def __init__(self, cells: Mapping[str, str], empty_words: frozenset[str]) -> None:
        self._cells = cells
        self._empty_words = empty_words

    def __getitem__(self, heading: str) -> str:
        cell = tidy(self._cells.get(heading, ""))
        return "" if means_nothing(cell, self._empty_words) else cell


@dataclass(frozen=True)
class FieldRule:
    """Where a field comes from (`columns`, `template`, `constants` or `when_yes`) and what is done to it.

    In this order: `pattern` takes a part, `split` makes several, `lookup` exchanges each, `default` fills in.
    """

    columns: tuple[str, ...] = ()
    join: str = ", "
    template: str = ""
    constants: tuple[str, ...] = ()
    when_yes: Mapping[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    split: str = ""
    lookup: Mapping[str, tuple[str, ...]] | None = None
    default: tuple[str, ...] = ()

    def headings(self) -> tuple[str, ...]:
        """The columns of the file that this field needs."""
        named = tuple(match.group(1).strip() for match in PLACEHOLDER.finditer(self.template))
        return (*self.columns, *named, *self.when_yes)


@dataclass(frozen=True)
class FieldValue:
    """What a rule made of a row: texts, and those that its lookup did not know."""

    texts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def value_of(rule: FieldRule, cells: Cells) -> FieldValue:
    """The field's texts in this row; none where the cells are empty and there is no default."""
    if rule.when_yes:
        texts = tuple(word for column, word in rule.when_yes.items() if cells[column].casefold() in YES)
        return FieldValue(texts or rule.default)
    texts = rule.constants or _split(rule, _taken_out(rule, _raw(rule, cells)))
    found, unknown = _looked_up(rule, texts)
    return FieldValue(found or rule.default, unknown)


def _raw(rule: FieldRule, cells: Cells) -> str:
    if rule.template:
        return _filled(rule.template, cells)
    return rule.join.join(filter(None, (cells[column] for column in rule.columns)))


def _filled(template: str, cells: Cells) -> str:
    """The template with its cells in it; nothing where they are all empty."""
    parts = [_part(match, cells) for match in PLACEHOLDER.finditer(template)]
    if not any(parts):
        return ""
    remaining = iter(parts)
    text = PLACEHOLDER.sub(lambda _: next(remaining), template)
    return tidy(text).strip(_JOINTS) if not all(parts) else tidy(text)


def _part(match: re.Match[str], cells: Cells) -> str:
    cell = cells[match.group(1).strip()]
    match match.group(2):
        case "first":
            return one_line(cell.split(",")[0])
        case "last":
            return one_line(cell.split(",")[-1])
        case "lower":
            return cell.lower()
        case "place":
            return "".join(read_address(cell).lines[:1])
    return cell


def _taken_out(rule: FieldRule, text: str) -> str:
    if rule.pattern is None:
        return text
    match = rule.pattern.search(text)
    if match is None:
        return ""
    return (match.group(1) if match.re.groups else match.group()) or ""


def _split(rule: FieldRule, text: str) -> tuple[str, ...]:
    pieces = text.split(rule.split) if rule.split else [text]
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _looked_up(rule: FieldRule, texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if rule.lookup is None:
        return texts, ()
    found = [word for text in texts for word in rule.lookup.get(one_line(text).casefold(), ())]
    unknown = tuple(text for text in texts if one_line(text).casefold() not in rule.lookup)
    return tuple(dict.fromkeys(found)), () if rule.default else unknown
