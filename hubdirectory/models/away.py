"""A database that has just kept a reader waiting in vain is left alone for a moment.

Or each page would wait its time behind it, until every thread of the server waits and nothing is answered at all,
not even whether the server lives.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

REST_SECONDS = 1.0
DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
WAITED_IN_VAIN = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL", "55P03")  # the last is PostgreSQL's lock_not_available


class Away:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0
        self._error: BaseException | None = None

    def note(self, context: ExceptionContext) -> None:
        """For SQLAlchemy's `handle_error`. A file that is no database is told like any other database that is away."""
        error = context.original_exception
        code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or ""
        if code.startswith(DAMAGED):
            raise OperationalError(None, None, error) from error
        # A writer that waited for another one says nothing about reading.
        if context.connection is not None and context.connection.get_execution_options().get("writing"):
            return
        if code.startswith(WAITED_IN_VAIN) or (context.connection is None and not code):
            self._error, self._until = error, self._clock() + REST_SECONDS

    def check(self) -> None:
        """Raises OperationalError during the rest."""
        if self._error is not None and self._clock() < self._until:
            raise OperationalError(None, None, self._error)
