"""One time of a service: said in a sentence, or in plain fields; with the next six dates as a check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions import changes
from hubdirectory.actions.changes import Draft
from hubdirectory.actions.organisations import choosing
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.editing import RECORD
from hubdirectory.audiences.organisations.helping import draft_of, is_open, me, names_for, or_404, record_crumbs, said, to
from hubdirectory.audiences.organisations.pages import TimePage
from hubdirectory.audiences.organisations.parts import Option
from hubdirectory.audiences.organisations.time_words import DAYS, GUESSES, NTHS, WAYS, clock_typed, dates_typed, way_of
from hubdirectory.domain import forms
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.record_data import PLACE, SCHEDULE, Data
from hubdirectory.domain.said_schedules import Said
from hubdirectory.domain.said_schedules import said as read_sentence
from hubdirectory.domain.validity import Problem, Wrong
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.record_words import problem_words
from hubdirectory.web.said_rules import next_dates, schedule_words
from hubdirectory.web.times import short_date
from hubdirectory.web.world import the_world

NEW = "new"


@blueprint.route(f"{RECORD}/times/<slug:number>", methods=["GET", "POST"])
def time(part: str, record_id: str, number: str) -> str | Response:
    if part != "services":
        abort(404)
    draft, form = draft_of(part, record_id), ButtonForm()
    if not is_open(draft):
        return to("record", part=part, record_id=record_id)
    item = _item(draft, number)
    if not form.validate_on_submit():
        return _page(draft, number, item, form)
    match said("do"):
        case "read":
            return read(draft, number, item, said("sentence"), form)
        case "remove":
            _keep(draft, number, None)
            flash(gettext("That time is taken off. Nobody else sees it yet."))
            return _back(draft)
        case "check":
            return _page(draft, number, _typed(draft), form, sentence=said("sentence"), tried=True)
    typed = _typed(draft)
    _keep(draft, number, typed)
    if list(forms.wrong_in_schedule(typed)):
        return _page(draft, number, typed, form, tried=True)
    return _back(draft)


def _back(draft: Draft) -> Response:
    return to("when_where", part="services", record_id=draft.record_id, _anchor="times")


def _item(draft: Draft, number: str) -> Data:
    schedules = draft.data["schedules"]
    if number == NEW:
        return nothing()
    if not number.isdigit() or int(number) >= len(schedules):
        abort(404)
    return dict(schedules[int(number)])


def nothing() -> Data:
    """A time of which nothing is said yet."""
    return {**SCHEDULE}


def read(draft: Draft, number: str, item: Data, sentence: str, form: ButtonForm) -> str | Response:
    """The sentence fills in the fields. Where it says several times, all are kept at once and shown in the list."""
    understood = read_sentence(sentence, _today())
    place = _place(draft, understood.place)
    if len(understood.schedules) > 1 and not (understood.not_understood or understood.guesses):
        for one in understood.schedules:
            draft = _keep(draft, NEW, {**one, "location": place})
        number_said = len(understood.schedules)
        flash(ngettext("%(num)s time is added. Check its dates.", "%(num)s times are added. Check their dates.", number_said))
        return _back(draft)
    filled = {**understood.schedules[0], "description": item["description"]} if understood.schedules else item
    return _page(draft, number, {**filled, "location": place or item["location"]}, form, sentence=sentence, understood=understood)


def _place(draft: Draft, words: str) -> str | None:
    """The place that the sentence names, put among the service's places where it was not there yet."""
    found = choosing.places_named(the_world(), words)
    if len(found) != 1:
        return None
    here = draft.data["places"]
    if found[0].id not in {item.get("location") for item in here}:
        places = [*here, {**PLACE, "location": found[0].id}]
        changes.save(
            the_world(), me(), "service", draft.record_id, {"places": places, "modes": _with_place(draft)}, stamp=draft.stamp
        )
    return found[0].id


def _with_place(draft: Draft) -> list[str]:
    return sorted({*draft.data["modes"], "place"})


def _keep(draft: Draft, number: str, item: Data | None) -> Draft:
    """Puts the time into the list as the list is now: the one that the form began with, wherever it is by now."""
    with or_404():
        now = changes.draft(the_world(), me(), "service", draft.record_id)
        schedules = list(now.data["schedules"])
        at = _where_now(schedules, number)
        if at is not None:
            schedules[at : at + 1] = [item] if item else []
        elif item:
            schedules.append(item)
        return changes.save(the_world(), me(), "service", draft.record_id, {"schedules": schedules}, stamp=now.stamp)


def _where_now(schedules: list[Data], number: str) -> int | None:
    was = said("was")
    if number == NEW or not was:
        return None
    for at, one in enumerate(schedules):
        if json.dumps(one, sort_keys=True) == was:
            return at
    return None


def _typed(draft: Draft) -> Data:
    """The plain fields as a record holds them; what is wrong stays as it was typed."""
    way, today = said("way"), _today()
    days = [code for code in DAYS if code in request.form.getlist("day")]
    opens, closes = clock_typed(said("opens"), said("closes"))
    places = {item.get("location") for item in draft.data["places"]}
    item = {
        **SCHEDULE, "opens": opens, "closes": closes, "start": _date(said("start"), today), "until": _date(said("until"), today),
        "extra_dates": dates_typed(said("extra_dates"), today), "exceptions": dates_typed(said("exceptions"), today),
        "term_time_only": "term_time_only" in request.form, "not_bank_holidays": "not_bank_holidays" in request.form,
        "description": said("description"), "location": said("location") if said("location") in places else None,
    }  # fmt: skip
    item["freq"], item["interval"] = WAYS[way].freq if way in WAYS else "WEEKLY", _number(said("interval"))
    if way == "week":
        item["byday"] = days
    elif way == "nth":
        item["byday"] = [f"{nth}{code}" for nth in request.form.getlist("nth") if nth in NTHS for code in days]
    elif way == "date":
        item["bymonthday"] = [int(day) for day in said("bymonthday").replace(",", " ").split() if day.lstrip("-").isdigit()]
    if way == "once":
        item["interval"] = 1
    if item["interval"] != 1 and not item["start"] and isinstance(item["interval"], int) and item["interval"] > 1:
        item["start"] = today.isoformat()
    return item


def _number(text: str) -> Any:
    return (int(text) if text.isdigit() and len(text) < 6 else text) if text else 1


def _date(text: str, today: date) -> str | None:
    return dates_typed(text, today)[0] if text else None


def _today() -> date:
    return the_world().now().astimezone(LONDON).date()


def _page(
    draft: Draft, number: str, item: Data, form: ButtonForm, *, sentence: str = "", understood: Said | None = None,
    tried: bool = False,
) -> str:  # fmt: skip
    world = the_world()
    errors = _errors(item) if tried else {}
    names = names_for(draft.data, draft.stands)
    places = tuple(
        Option(one["location"], names.get(one["location"], gettext("A private address")), item["location"] == one["location"])
        for one in draft.data["places"] if one.get("location")
    )  # fmt: skip
    dates = next_dates(item, world.now(), world.calendar)
    page = TimePage(
        title=gettext("A time"), crumbs=(*record_crumbs(draft),), indexable=False, form=form, sentence=sentence,
        was=json.dumps(draft.data["schedules"][int(number)], sort_keys=True) if number != NEW else "", new=number == NEW,
        item=item, way=way_of(item), ways=tuple((key, way.name) for key, way in WAYS.items()),
        days=tuple(Option(code, str(name), code in {day[-2:] for day in item["byday"]}) for code, name in DAYS.items()),
        nths=tuple(Option(nth, str(name), nth in {day[:-2] for day in item["byday"]}) for nth, name in NTHS.items()),
        places=places, dates=dates, words=schedule_words(item, names) if dates else "", now=world.now(), errors=errors,
        not_understood=understood.not_understood if understood else (), understood=bool(understood and understood.schedules),
        guesses=tuple(str(GUESSES[guess]) for guess in understood.guesses) if understood else (),
        place_unknown=understood.place if understood and not item["location"] else "",
        start=_listed([item["start"]] if item["start"] else []), until=_listed([item["until"]] if item["until"] else []),
        action=url_for("organisations.time", part="services", record_id=draft.record_id, number=number),
        extra=_listed(item["extra_dates"]), exceptions=_listed(item["exceptions"]),
        checked=tried or bool(understood) or number != NEW,
        problem=gettext("Problem: ") if errors else "", back=record_crumbs(draft)[-1].address,
    )  # fmt: skip
    return render(page)


def _errors(item: Data) -> Mapping[str, str]:
    """A sentence for each field of the form that is wrong."""
    return {part: problem_words(Problem(Wrong(code), {"low": 1, "high": 99})) for part, code in forms.wrong_in_schedule(item)}


def _listed(days: list[str]) -> str:
    return ", ".join(short_date(date.fromisoformat(day)) if forms.is_date(day) else day for day in days)
