"""How far each language of the site is, and its words as a spreadsheet for whoever speaks it."""

from __future__ import annotations

from flask import abort, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.catalogue_sheets import as_xlsx
from hubdirectory.actions.catalogues import catalogue_file, read_catalogue, standings
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.pages import LanguagesPage
from hubdirectory.audiences.manager.terms import words_crumbs
from hubdirectory.web.locales import DEFAULT, LANGUAGES
from hubdirectory.web.pages import render

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/desk/words/languages")
def languages() -> str:
    lines = tuple(
        (LANGUAGES[one.code], one.code, one, url_for("manager.language_sheet", code=one.code))
        for one in standings() if one.code in LANGUAGES
    )  # fmt: skip
    return render(LanguagesPage(title=gettext("Languages"), indexable=False, crumbs=words_crumbs(), lines=lines))


@blueprint.get("/desk/words/languages/<code>.xlsx")
def language_sheet(code: str) -> Response:
    if code not in LANGUAGES or code == DEFAULT:
        abort(404)
    sheet = as_xlsx(read_catalogue(catalogue_file(code)))
    return Response(sheet, mimetype=SHEET, headers={"Content-Disposition": f'attachment; filename="{code}.xlsx"'})
