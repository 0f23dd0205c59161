"""Pages that open after a second step only, whatever the role."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from hubdirectory.actions.referring import SecondStepMissing, Unreadable
from hubdirectory.web.errors import error_response

P = ParamSpec("P")
log = logging.getLogger(__name__)


def with_second_step(page: Callable[P, str | Response]) -> Callable[P, str | Response]:
    """Leads whoever has none to set one up, and back. What no key of ours opens is the operator's to mend: 503."""

    @wraps(page)
    def guarded(*arguments: P.args, **values: P.kwargs) -> str | Response:
        try:
            return page(*arguments, **values)
        except SecondStepMissing:
            return redirect(url_for("accounts.second_step_needed", next=request.path), 303)
        except Unreadable as error:
            log.warning("%s", error)
            return error_response(503)

    return guarded
