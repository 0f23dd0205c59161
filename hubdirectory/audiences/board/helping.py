"""What the pages of this front door do alike."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import abort, request, url_for
from flask_babel import gettext

from hubdirectory.actions import occurrences
from hubdirectory.domain.days import moment_of
from hubdirectory.domain.permissions import Permission
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import Crumb
from hubdirectory.web.times import local
from hubdirectory.web.world import the_world


def must_run_a_hub() -> None:
    """404 for staff who look after no hub: for them there is no board. A manager without the second step is refused."""
    actor = current_actor()
    if actor.role == actor.acting_role and not actor.may(Permission.RUN_DAY) and not actor.places:
        abort(404)


def runs_everything() -> bool:
    return current_actor().may(Permission.RUN_DAY)


def day_of(text: str) -> date:
    """The day that an address names; 404 for none of those that are kept."""
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if wanted.isoformat() != text or wanted not in occurrences.horizon(the_world()):
        abort(404)
    return wanted


def today_here() -> date:
    return local(the_world().now()).date()


def crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Today’s board"), url_for("board.today")), *(Crumb(*step) for step in steps))


def typed(name: str, longest: int = 2_000) -> str:
    """A field of the form."""
    return " ".join(request.form.get(name, "").replace("\x00", "").split())[:longest]


def clock_of(text: str) -> time | None:
    """`14:30`, `1430`, `14.30` or `9`; None for anything else."""
    text = text.replace(".", ":").replace(" ", "")
    hour, _, minute = text.partition(":") if ":" in text else (text[:-2] or text, "", text[-2:] if len(text) > 2 else "")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def span_of(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Moments of clock times; what ends before it begins ends on the next day."""
    return moment_of(day, starts), moment_of(day if ends > starts else day + timedelta(days=1), ends)
