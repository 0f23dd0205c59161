"""The sheet: looked at, handed over in one of several ways; and the sheets that somebody made."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions import sheets
from hubdirectory.actions.sheets import MadeLine, NoSuchSheet
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.helping import crumbs
from hubdirectory.audiences.navigators.sheet_forms import SheetForm
from hubdirectory.audiences.navigators.sheet_handing import WAYS, Asked, NotHanded, asked_for, hand_over
from hubdirectory.audiences.navigators.sheet_pages import HandedPage, SheetLine, SheetPage, SheetsMadePage
from hubdirectory.domain.sheets import Standing, Style
from hubdirectory.domain.signposting import Way
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import LANGUAGES, current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.sheet_making import sheet_view, shown
from hubdirectory.web.speaking import speaking
from hubdirectory.web.times import local, short_date
from hubdirectory.web.world import the_world


@blueprint.route("/sheet", methods=["GET", "POST"])
def sheet() -> Response:
    asked, form = asked_for(), _form()
    way = request.form.get("way", "")
    if way in WAYS and form.validate_on_submit():
        try:
            return _handed(asked, form, Way(way))
        except NotHanded as problem:
            form[problem.field].errors = [*form[problem.field].errors, problem.words]
    elif form.is_submitted():
        form.validate()
    return _unkept(render(_page(asked, form)))


def _form() -> SheetForm:
    """What was sent; else what the address says, which is never about a person."""
    language, style = request.args.get("language", ""), request.args.get("style", "")
    return SheetForm(
        language=language if language in LANGUAGES else current_locale(),
        style=style if style in list(Style) else Style.ORDINARY, alive=True,
    )  # fmt: skip


def _page(asked: Asked, form: SheetForm) -> SheetPage:
    world, language = the_world(), form.language.data
    with speaking(language if language in LANGUAGES else current_locale()):
        views = sheets.services(world, asked.slugs, current_locale())
        style = form.style.data if form.style.data in list(Style) else Style.ORDINARY
        part = shown(sheet_view(views, asked.occasion(form), style)) if views else abort(404)
    return SheetPage(
        title=gettext("The sheet"), indexable=False, crumbs=crumbs(), form=form, shown=part,
        sheet_pdf=sheets.seems_to_make_pdfs(), sheet_text=sheets.can_text(world), place=asked.place_name,
    )  # fmt: skip


def _handed(asked: Asked, form: SheetForm, way: Way) -> Response:
    handed = hand_over(asked, form, way)
    if handed.pdf:
        answer = make_response(handed.pdf)
        answer.mimetype = "application/pdf"
        answer.headers["Content-Disposition"] = 'attachment; filename="sheet.pdf"'
        return _unkept(answer)
    page = HandedPage(
        title=handed.title, indexable=False, crumbs=crumbs(), sheet=handed.sheet, shown=handed.shown, way=way, said=handed.said,
        reference=handed.reference, would_have_gone=handed.would_have_gone, again=request.full_path,
    )  # fmt: skip
    return _unkept(render(page))


def _unkept(said: str | Response) -> Response:
    """No browser keeps an answer that may greet somebody by name."""
    answer = make_response(said)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/sheets")
def sheets_made() -> str:
    lines = tuple(_line(line) for line in sheets.made_by(the_world(), current_actor()))
    return render(
        SheetsMadePage(title=gettext("Sheets that you made"), indexable=False, crumbs=crumbs(), form=ButtonForm(), lines=lines)
    )


@blueprint.post("/sheets/<uuid:sheet_id>/revoke")
def revoke_sheet(sheet_id: object) -> Response:
    """With the field `back` the link opens again."""
    back = "back" in request.form
    try:
        sheets.revoke(the_world(), current_actor(), str(sheet_id), revoked=not back)
    except NoSuchSheet:
        abort(404)
    flash(gettext("The link works again.") if back else gettext("The link opens nothing any more."))
    return redirect(url_for("navigators.sheets_made"), 303)


def _line(line: MadeLine) -> SheetLine:
    helped = ngettext("%(num)s helped", "%(num)s helped", line.helped) if line.helped else ""
    shut = ngettext("%(num)s was shut", "%(num)s were shut", line.shut) if line.shut else ""
    return SheetLine(
        line.id, short_date(local(line.made_at).date()), str(WAYS[Way(line.way)]), line.names, line.standing is Standing.LIVE,
        line.standing is Standing.REVOKED, short_date(local(line.expires_at).date()), tuple(filter(None, (helped, shut))),
    )  # fmt: skip
