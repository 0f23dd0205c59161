"""What is wrong with the values of a record, by field."""

from __future__ import annotations

from hubdirectory.audiences.manager.names import FIELD_NAMES, named
from hubdirectory.domain.validity import Problems
from hubdirectory.web.record_words import problem_words


def problem_lines(problems: Problems) -> tuple[tuple[str, str], ...]:
    """Key of the field and sentence, in their order."""
    return tuple((key, f"{_named(key)}: {problem_words(problem)}") for key, problem in problems.items())


def _named(key: str) -> str:
    """`Telephone 2, number` for phones.1.number."""
    field, *rest = key.split(".")
    parts = [str(int(part) + 1) if part.isdigit() else named(FIELD_NAMES, part) for part in rest]
    return " ".join([named(FIELD_NAMES, field), *parts])
