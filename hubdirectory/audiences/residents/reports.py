"""Something is wrong here: a form on a page of its own, so that no other page needs a cookie."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from hubdirectory.actions import reporting, showing
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.showing import OrganisationView, PlaceView, ServiceView
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.helping import crumbs, shown
from hubdirectory.audiences.residents.information_pages import ReportPage, ReportThanksPage
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import REPORT_REASONS
from hubdirectory.web.pages import render
from hubdirectory.web.sources import source
from hubdirectory.web.world import the_world

View = ServiceView | OrganisationView | PlaceView
KINDS = {"services": "service", "organisations": "organisation", "hubs": "hub", "places": "place"}


class ReportForm(FlaskForm):
    reason = RadioField(
        lazy_gettext("What is wrong?"), choices=[SelectChoice(slug, REPORT_REASONS[slug]) for slug in reporting.REASONS],
        validators=[InputRequired(lazy_gettext("Choose what is wrong"))],
    )  # fmt: skip
    words = TextAreaField(
        lazy_gettext("Tell us more, if you like"),
        validators=[Length(max=reporting.LONGEST_WORDS, message=lazy_gettext("Use at most %(max)d letters"))],
    )


@blueprint.route("/<any(services, organisations, hubs, places):kind>/<slug:slug>/report", methods=["GET", "POST"])
def report(kind: str, slug: str) -> str | Response:
    view = _record(kind, slug)
    if isinstance(view, Response):
        return view
    form = ReportForm()
    if form.validate_on_submit() and _kept(form, view):
        return redirect(url_for("residents.report_thanks", kind=kind, slug=slug), 303)
    name, back = _name(view), url_for(f"residents.{KINDS[kind]}", slug=slug)
    problem = gettext("Problem: ") if form.errors else ""
    page = ReportPage(
        title=gettext("Something is wrong here"), crumbs=crumbs((name, back)), indexable=False, form=form, name=name,
        back=back, problem=problem,
    )  # fmt: skip
    return render(page)


def _kept(form: ReportForm, view: View) -> bool:
    """Whether the report was taken in; else the form says why not, with everything that was typed."""
    try:
        reporting.report(the_world(), _table(view), view.id, form.reason.data, form.words.data or "", source())
    except TooSoon as error:
        minutes = -(-error.seconds // 60)
        form.words.errors = [ngettext(
            "Many reports came from here. Wait %(num)s minute, then press Send again",
            "Many reports came from here. Wait %(num)s minutes, then press Send again", minutes,
        )]  # fmt: skip
        return False
    return True


@blueprint.get("/<any(services, organisations, hubs, places):kind>/<slug:slug>/report/thanks")
def report_thanks(kind: str, slug: str) -> str:
    back = url_for(f"residents.{KINDS[kind]}", slug=slug)
    return render(ReportThanksPage(title=gettext("Thank you"), crumbs=crumbs(), indexable=False, back=back))


def _record(kind: str, slug: str) -> View | Response:
    world, endpoint = the_world(), "residents.report"
    match KINDS[kind]:
        case "service":
            return shown(showing.service(world, slug, current_locale()), endpoint, kind=kind)
        case "organisation":
            return shown(showing.organisation(world, slug), endpoint, kind=kind)
    return shown(showing.place(world, slug), endpoint, kind=kind)


def _table(view: View) -> str:
    match view:
        case ServiceView():
            return "service"
        case OrganisationView():
            return "organisation"
    return "location"


def _name(view: View) -> str:
    return view.place.name if isinstance(view, PlaceView) else view.name
