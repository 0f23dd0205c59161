"""Changing a record: one section on a page, kept at each step; how far along it is; a look; sending it in."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField

from hubdirectory.actions import changes, records
from hubdirectory.actions.changes import Draft
from hubdirectory.actions.freshness import confirming
from hubdirectory.actions.organisations import mine
from hubdirectory.actions.showing import ServiceView
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.areas import areas_by_key
from hubdirectory.audiences.organisations.drawing import draw_section, problems_here
from hubdirectory.audiences.organisations.fields import FORMS
from hubdirectory.audiences.organisations.helping import (
    KIND,
    PART,
    draft_of,
    is_open,
    me,
    name_of,
    or_404,
    organisation_of,
    paused_until,
    record_crumbs,
    to,
)
from hubdirectory.audiences.organisations.pages import PreviewOrganisationPage, PreviewServicePage, RecordPage
from hubdirectory.audiences.organisations.parts import SectionLine
from hubdirectory.audiences.organisations.typed import values_of
from hubdirectory.domain.sections import SECTIONS, Section, section_of
from hubdirectory.domain.validity import Problems, lacking
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.record_words import SECTION_NAMES, problem_words
from hubdirectory.web.world import the_world

RECORD = "/<any(services, organisations):part>/<slug:record_id>"
# Sections with a page of another kind.
OWN_PAGES = {Section.WHEN_WHERE: "when_where", Section.PICTURES: "record_pictures"}


class SendForm(FlaskForm):
    note = TextAreaField()
    right = BooleanField()


@blueprint.get(RECORD)
def record(part: str, record_id: str) -> str:
    """Everything about one record of ours: what is to do, and what can be done."""
    draft = draft_of(part, record_id)
    return _record_page(draft, missing(draft))


def missing(draft: Draft) -> Problems:
    """What keeps the draft from going out."""
    with or_404():
        owner = changes.draft(the_world(), me(), "organisation", organisation_of(draft)) if draft.kind == "service" else None
    return {**draft.problems, **lacking(draft.kind, draft.data, owner.stands if owner else None)}


def _record_page(draft: Draft, wrong: Problems, tried: bool = False) -> str:
    organisation = organisation_of(draft)
    page = RecordPage(
        title=name_of(draft), crumbs=record_crumbs(draft)[:1], indexable=False, form=SendForm(), draft=draft,
        part=PART[draft.kind], lines=tuple(_line(draft, one.section, one.standing) for one in draft.progress.sections),
        wrong=tuple((problem_words(problem), where(draft, key)) for key, problem in wrong.items()) if tried else (),
        at_once=mine.publishes_at_once(the_world(), me(), organisation),
        organisation=mine.name_of(the_world(), organisation), organisation_id=organisation,
        state=str(draft.stands["state"]), paused_until=paused_until(draft), changed=bool(draft.fields) or draft.new,
        problem=gettext("Problem: ") if tried else "", slug=_slug(draft),
    )  # fmt: skip
    return render(page)


def _slug(draft: Draft) -> str:
    """The public address's name, "" where it has none."""
    for one in mine.ours(the_world(), me(), organisation_of(draft)):
        for ours in one.records:
            if (ours.kind, ours.id) == (draft.kind, draft.record_id):
                return ours.slug if ours.public else ""
    return ""


def _line(draft: Draft, section: Section, standing: str) -> SectionLine:
    return SectionLine(str(SECTION_NAMES[section]), _address(draft, section), str(standing))


def _address(draft: Draft, section: Section) -> str:
    there: dict[str, Any] = {"part": PART[draft.kind], "record_id": draft.record_id}
    if section in OWN_PAGES:
        return url_for(f"organisations.{OWN_PAGES[section]}", **there)
    return url_for("organisations.section", section=section.value, **there)


def where(draft: Draft, key: str) -> str:
    """The page, and the field on it, on which a problem is put right."""
    section = section_of(draft.kind, key) or next(iter(SECTIONS[draft.kind]))
    return f"{_address(draft, section)}#{anchor(key)}"


def anchor(key: str) -> str:
    """The id of a field, from the key of its value."""
    return key.replace(".", "-") if "." in key else f"{key}-0-number" if key == "phones" else key


@blueprint.route(f"{RECORD}/<any(what, who, cost, contact, access, languages, about):section>", methods=["GET", "POST"])
def section(part: str, record_id: str, section: str) -> str | Response:
    """One section. What was typed is kept, right or wrong, before anything else happens."""
    draft, wanted = draft_of(part, record_id), Section(section)
    fields = FORMS[draft.kind].get(wanted)
    if fields is None:
        abort(404)
    if not is_open(draft):
        return to("record", part=part, record_id=record_id)
    form = ButtonForm()
    if not form.validate_on_submit():
        return draw_section(draft, wanted, fields, form)
    values = values_of(request.form, fields, draft.data, areas_by_key(draft))
    with or_404():
        kept = changes.save(the_world(), me(), draft.kind, record_id, values, stamp=request.form.get("stamp", ""))
    return after_saving(kept, wanted)


def after_saving(kept: Draft, section: Section) -> Response:
    """Where to go once a section is kept: what is wrong or twofold comes first."""
    part, record_id = PART[kept.kind], kept.record_id
    if kept.conflicts or kept.moved_on:
        return to("compare", part=part, record_id=record_id)
    wish = request.form.get("do", "")
    if wish.startswith("more-"):
        return to("section", part=part, record_id=record_id, section=section.value, more=wish[5:], _anchor=f"{wish[5:]}-new")
    if problems_here(kept, section):
        return to("section", part=part, record_id=record_id, section=section.value, kept=1)
    following = next_section(kept, section) if wish == "next" else None
    if following is None:
        flash(gettext("Kept. Nobody else sees it yet."))
        return to("record", part=part, record_id=record_id)
    endpoint = OWN_PAGES.get(following, "section")
    values = {} if following in OWN_PAGES else {"section": following.value}
    return to(endpoint, part=part, record_id=record_id, **values)


def next_section(draft: Draft, section: Section) -> Section | None:
    order = list(SECTIONS[draft.kind])
    after = order.index(section) + 1
    return order[after] if after < len(order) else None


@blueprint.post(f"{RECORD}/send")
def send(part: str, record_id: str) -> str | Response:
    """Published, or on its way to the manager. Where something is missing, the same page says what."""
    draft, form = draft_of(part, record_id), SendForm()
    if not form.validate_on_submit():
        return to("record", part=part, record_id=record_id)
    world, actor = the_world(), me()
    try:
        sent = _sent(draft, form.note.data or "")
    except changes.NotReady as lacks:
        return _record_page(draft_of(part, record_id), lacks.problems, tried=True)
    except changes.Overtaken:
        return to("compare", part=part, record_id=record_id)
    except (changes.NothingChanged, changes.NoChange):
        flash(gettext("There is nothing new to send."))
        return to("record", part=part, record_id=record_id)
    except changes.NotWithAuthor:
        return to("record", part=part, record_id=record_id)
    if form.right.data:
        confirming.confirm(world, actor, draft.kind, record_id)
    flash(gettext("It is public now.") if sent.published else gettext("Sent. We look at it, and write to you when it is public."))
    return to("record", part=part, record_id=record_id)


def _sent(draft: Draft, note: str) -> changes.Submitted:
    world, actor = the_world(), me()
    if draft.new and not draft.id:
        # Complete as it stands, and never public: sent in as it is.
        changes.save(world, actor, draft.kind, draft.record_id, {"name": draft.data["name"]}, stamp=draft.stamp)
    with or_404():
        return changes.submit(world, actor, draft.kind, draft.record_id, note=note)


@blueprint.post(f"{RECORD}/take-back")
def take_back(part: str, record_id: str) -> Response:
    """Out of review, to go on typing."""
    if ButtonForm().validate_on_submit():
        try:
            with or_404():
                changes.take_back(the_world(), me(), KIND[part], record_id)
            flash(gettext("It is with you again. Change it and send it once more."))
        except changes.NoChange:
            flash(gettext("It was looked at meanwhile."))
    return to("record", part=part, record_id=record_id)


@blueprint.post(f"{RECORD}/discard")
def discard(part: str, record_id: str) -> Response:
    """Thrown away on purpose; the public record stays as it is."""
    if ButtonForm().validate_on_submit():
        try:
            with or_404():
                changes.discard(the_world(), me(), KIND[part], record_id)
            flash(gettext("Your changes are thrown away. What is public has not changed."))
        except (changes.NoChange, changes.NotWithAuthor):
            flash(gettext("There was nothing to throw away."))
    return to("record", part=part, record_id=record_id)


@blueprint.post(f"{RECORD}/right")
def still_right(part: str, record_id: str) -> Response:
    """One button: this record is right as it stands."""
    if ButtonForm().validate_on_submit():
        with or_404():
            try:
                confirming.confirm(the_world(), me(), KIND[part], record_id)
            except confirming.NoSuchRecord:
                abort(404)
        flash(gettext("Thank you. Everybody can see that it was confirmed today."))
    return to("record", part=part, record_id=record_id) if request.args.get("stay") else to("home")


@blueprint.get(f"{RECORD}/preview")
def preview(part: str, record_id: str) -> str:
    """The draft exactly as its page will show it."""
    draft = draft_of(part, record_id)
    with or_404():
        view = changes.preview(the_world(), me(), draft.kind, record_id, current_locale())
    wrong = tuple(problem_words(problem) for problem in draft.problems.values())
    crumbs = record_crumbs(draft)
    if isinstance(view, ServiceView):
        return render(PreviewServicePage(
            title=view.name or name_of(draft), crumbs=crumbs, indexable=False, service=view, now=the_world().now(), crisis=False,
            back=crumbs[-1].address, wrong=wrong,
        ))  # fmt: skip
    return render(PreviewOrganisationPage(
        title=view.name or name_of(draft), crumbs=crumbs, indexable=False, organisation=view, now=the_world().now(),
        back=crumbs[-1].address, wrong=wrong,
    ))  # fmt: skip


@blueprint.post("/organisations/<slug:record_id>/new-service")
def new_service(record_id: str) -> Response:
    """An empty service of ours, and its first section."""
    if not ButtonForm().validate_on_submit():
        return to("home")
    with or_404():
        service = records.begin_service(the_world(), me(), record_id)
    return to("section", part="services", record_id=service, section=Section.WHAT.value)
