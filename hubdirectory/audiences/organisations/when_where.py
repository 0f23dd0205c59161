"""When and where: how people get it, at which places, at what times."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import changes
from hubdirectory.actions.changes import Draft
from hubdirectory.actions.organisations import choosing
from hubdirectory.audiences.organisations import blueprint, times
from hubdirectory.audiences.organisations.drawing import problems_here
from hubdirectory.audiences.organisations.editing import RECORD, after_saving
from hubdirectory.audiences.organisations.helping import Names, draft_of, is_open, me, names_for, or_404, record_crumbs, said, to
from hubdirectory.audiences.organisations.pages import WhenWherePage
from hubdirectory.audiences.organisations.parts import Option, PlaceRow, TimeRow
from hubdirectory.domain.record_data import NEW_PLACE, PLACE, Data
from hubdirectory.domain.sections import SECTIONS, Section
from hubdirectory.domain.states import Mode
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.names import MODES
from hubdirectory.web.pages import render
from hubdirectory.web.record_words import problem_words
from hubdirectory.web.said_rules import next_dates, schedule_words
from hubdirectory.web.world import the_world

NEW_PARTS = ("name", "address_1", "city", "postcode")


@blueprint.route(f"{RECORD}/when-where", methods=["GET", "POST"])
def when_where(part: str, record_id: str) -> str | Response:
    if part != "services":
        abort(404)
    draft, form = draft_of(part, record_id), ButtonForm()
    if not is_open(draft):
        return to("record", part=part, record_id=record_id)
    if not form.validate_on_submit():
        return _page(draft, form)
    places, unclear = _places(draft)
    modes = [mode for mode in request.form.getlist("modes") if mode in frozenset(Mode)]
    modes = [*modes, Mode.PLACE.value] if places and Mode.PLACE not in modes else modes
    with or_404():
        kept = changes.save(
            the_world(), me(), "service", record_id, {"modes": modes, "places": places}, stamp=said("stamp")
        )  # fmt: skip
    if said("sentence"):
        return times.read(kept, times.NEW, times.nothing(), said("sentence")[:600], form)
    if unclear:
        return to("when_where", part=part, record_id=record_id, place=unclear[:200], _anchor="place-name")
    if said("do") == "add-place":
        return to("when_where", part=part, record_id=record_id, _anchor="places")
    return after_saving(kept, Section.WHEN_WHERE)


def _places(draft: Draft) -> tuple[list[Data], str]:
    """The places as the form has them now, and the words for a place that fit none or several."""
    before: list[Data] = draft.data["places"]
    places = []
    for number, item in enumerate(before):
        if f"place-{number}-shown" not in request.form:
            places.append(item)
        elif f"place-{number}-remove" not in request.form:
            places.append({**item, "description": said(f"place-{number}-note"), **_rewritten(item, number)})
    chosen = {item.get("location") for item in places}
    places += [{**PLACE, "location": one} for one in request.form.getlist("hub") if one not in chosen]
    words, unclear = said("place-name"), ""
    found = choosing.places_named(the_world(), words) if words else ()
    if len(found) == 1:
        places += [{**PLACE, "location": found[0].id}] if found[0].id not in {item.get("location") for item in places} else []
    elif words:
        unclear = words
    new = {name: said(f"new-{name}") for name in NEW_PARTS}
    if any(new.values()):
        private = {"confidential": "new-confidential" in request.form}
        places.append({**PLACE, **NEW_PLACE, **new, **private, "description": said("new-note")})
    return places, unclear


def _rewritten(item: Data, number: int) -> Data:
    """A place that is still only words can be written anew."""
    keys = [name for name in NEW_PARTS if f"place-{number}-{name}" in request.form and not item.get("location")]
    return {name: said(f"place-{number}-{name}") for name in keys}


def _page(draft: Draft, form: ButtonForm) -> str:
    world = the_world()
    names = names_for(draft.data, draft.stands)
    known = choosing.known_places(world)
    here = {item.get("location") for item in draft.data["places"]}
    asked = request.args.get("place", "")
    errors = {key: problem_words(problem) for key, problem in problems_here(draft, Section.WHEN_WHERE).items()}
    number = list(SECTIONS["service"]).index(Section.WHEN_WHERE) + 1
    page = WhenWherePage(
        title=gettext("When and where"), crumbs=record_crumbs(draft), indexable=False, form=form, stamp=draft.stamp,
        record_id=draft.record_id, number=number, of=len(SECTIONS["service"]),
        modes=tuple(Option(mode, str(label), mode in draft.data["modes"]) for mode, label in MODES.items()),
        places=tuple(_place_row(item, n, names, errors) for n, item in enumerate(draft.data["places"])),
        hubs=tuple(Option(place.id, place.name, False) for place in known if place.is_hub and place.id not in here),
        known=tuple(place.name for place in known if not place.is_hub), asked=asked,
        found=tuple(place.name for place in choosing.places_named(world, asked)[:12]) if asked else (),
        times=tuple(_time_row(item, n, names, errors) for n, item in enumerate(draft.data["schedules"])), now=world.now(),
        summary_of_errors=tuple((words, f"#{'-'.join(key.split('.')[:2])}") for key, words in errors.items()),
        problem=gettext("Problem: ") if errors or asked else "", back=record_crumbs(draft)[-1].address,
        new_time=url_for("organisations.time", part="services", record_id=draft.record_id, number="new"),
    )  # fmt: skip
    return render(page)


def _errors_of(errors: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(words for name, words in errors.items() if name == key or name.startswith(f"{key}."))


def _place_row(item: Data, number: int, names: Names, errors: dict[str, str]) -> PlaceRow:
    wrong = _errors_of(errors, f"places.{number}")
    if item.get("location"):
        name = names.get(item["location"], gettext("A place whose address is kept private"))
        return PlaceRow(number, name, "", item["description"], wrong)
    address = ", ".join(filter(None, (item.get(key) for key in ("address_1", "city", "postcode"))))
    unknown = bool(item.get("postcode")) and not wrong and not choosing.postcode_is_known(the_world(), item["postcode"])
    return PlaceRow(number, item.get("name") or address, address if item.get("name") else "", item["description"], wrong, unknown)


def _time_row(item: Data, number: int, names: Names, errors: dict[str, str]) -> TimeRow:
    world = the_world()
    dates = next_dates(item, world.now(), world.calendar)
    return TimeRow(number, schedule_words(item, names), dates, _errors_of(errors, f"schedules.{number}"))
