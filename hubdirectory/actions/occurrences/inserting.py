"""Many new rows at once: half a million where a large directory is rolled for the first time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from hubdirectory.models import Occurrence


def insert_new(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts occurrences that nobody has touched. All rows have the same keys.

    Two that roll the same service at once say the same: whoever comes second adds nothing. The rows go to the driver
    itself, since the same few thousand moments stand in all of them and need to be made ready only once.
    """
    if not rows:
        return
    dialect, names = session.get_bind().dialect, list(rows[0])
    mark = ":{}" if dialect.name == "sqlite" else "%({})s"
    values = ", ".join(mark.format(name) for name in names)
    statement = f"INSERT INTO occurrence ({', '.join(names)}) VALUES ({values}) ON CONFLICT DO NOTHING"  # noqa: S608 - our own names
    ready = {name: _ready(name, dialect) for name in names}
    session.connection().exec_driver_sql(statement, [{name: ready[name](row[name]) for name in names} for row in rows])


def _ready(name: str, dialect: Any) -> Callable[[Any], Any]:
    """Turns a value into what the driver takes; remembers what it has turned."""
    process = Occurrence.__table__.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return lambda value: value
    known: dict[Any, Any] = {}

    def remembered(value: Any) -> Any:
        if value not in known:
            known[value] = process(value)
        return known[value]

    return remembered
