"""Services and organisations by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from flask import abort, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.showing import DIGITS, LETTERS, ListedName
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.pages import AToZPage, Letter, NameLine
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/a-to-z")
def a_to_z() -> str:
    listed = showing.listed(the_world())
    page = AToZPage(
        title=gettext("A to Z"), summary=gettext("Every service and organisation by name."), crumbs=crumbs(),
        letters=_letters(listed, ""),
    )  # fmt: skip
    return render(page)


@blueprint.get("/a-to-z/<letter>")
def a_to_z_letter(letter: str) -> str | Response:
    if letter.upper() not in LETTERS:
        abort(404)
    if letter != letter.upper():
        return redirect(url_for("residents.a_to_z_letter", letter=letter.upper()), 301)
    listed = showing.listed(the_world())
    page = AToZPage(
        title=gettext("A to Z: %(letter)s", letter=letter),
        summary=gettext("Services and organisations whose name begins with %(letter)s.", letter=letter),
        crumbs=crumbs((gettext("A to Z"), url_for("residents.a_to_z"))), letters=_letters(listed, letter),
        names=tuple(_line(one) for one in listed if showing.first_letter(one.name) == letter),
    )  # fmt: skip
    return render(page)


def _letters(listed: Iterable[ListedName], current: str) -> tuple[Letter, ...]:
    counts = Counter(showing.first_letter(one.name) for one in listed)
    shown = [letter for letter in LETTERS if letter != DIGITS or counts[DIGITS]]
    return tuple(
        Letter(letter, counts[letter], url_for("residents.a_to_z_letter", letter=letter), letter == current) for letter in shown
    )


def _line(one: ListedName) -> NameLine:
    detail = one.of if one.kind == "service" else gettext("Organisation")
    return NameLine(one.name, url_for(f"residents.{one.kind}", slug=one.slug), detail)
