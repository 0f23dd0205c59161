"""What is ours, and what waits for us."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions.organisations import claiming, handing, mine
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.helping import crumbs, me, or_404, to
from hubdirectory.audiences.organisations.pages import OurPage
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("")
def home() -> str:
    """Everything that somebody belongs to, on one page; empty, it leads to claiming and proposing."""
    world, actor = the_world(), me()
    ours = mine.ours(world, actor)
    title = gettext("Our organisation") if len(ours) < 2 else gettext("Our organisations")
    page = OurPage(
        title=title, crumbs=crumbs()[:0], indexable=False,
        organisations=ours, now=world.now(), claims=claiming.own_claims(world, actor),
        handings=handing.on_their_way(world, actor), referrals=world.settings.referrals,
    )  # fmt: skip
    return render(page)


@blueprint.post("/organisations/<slug:record_id>/all-right")
def all_right(record_id: str) -> Response:
    """One button for everything public that the organisation has."""
    if ButtonForm().validate_on_submit():
        with or_404():
            number = mine.confirm_all(the_world(), me(), record_id)
        thanks = ngettext("%(num)s page is confirmed today.", "%(num)s pages are confirmed today.", number)
        flash(gettext("Thank you. %(number)s", number=thanks))
    return to("home")
