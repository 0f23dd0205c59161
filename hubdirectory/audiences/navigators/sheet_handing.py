"""Handing a sheet over: by paper, PDF, e-mail, text or link. An address, a number, a name are used here and forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import abort, request
from flask_babel import LazyString, gettext, lazy_gettext
from markupsafe import Markup

from hubdirectory.actions import sheets
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.navigating import signposts
from hubdirectory.actions.navigating.places import Workplace, workplaces
from hubdirectory.actions.navigating.signposts import BadSignpost
from hubdirectory.actions.sheets import BadNumber, Made, NotSent, PaperAway, Refused
from hubdirectory.actions.showing import ServiceView
from hubdirectory.audiences.navigators.asked import slug_of, slugs_of
from hubdirectory.audiences.navigators.helping import known_needs, known_ward
from hubdirectory.audiences.navigators.sheet_forms import SheetForm
from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.distance import Point
from hubdirectory.domain.signposting import Way
from hubdirectory.web.access import current_actor
from hubdirectory.web.sheet_making import mail_text, sheet_view, shown, text_words
from hubdirectory.web.sheet_paper import sheet_pdf
from hubdirectory.web.sheet_views import Occasion, SheetView
from hubdirectory.web.speaking import speaking
from hubdirectory.web.waits import wait_words
from hubdirectory.web.world import the_world

WAYS: dict[Way, LazyString] = {
    Way.PRINT: lazy_gettext("On paper"),
    Way.PDF: lazy_gettext("As a PDF"),
    Way.EMAIL: lazy_gettext("By e-mail"),
    Way.TEXT: lazy_gettext("By text message"),
    Way.LINK: lazy_gettext("As a link"),
}
# These are nothing without a link; on paper it may be left out.
BY_LINK = (Way.EMAIL, Way.TEXT, Way.LINK)
FIELDS = {Way.PDF: "style", Way.EMAIL: "email", Way.TEXT: "number"}
NOT_GONE = (BadAddress, BadNumber, NotSent, PaperAway, Refused, TooSoon)
WHY: dict[tuple[Way, type[Exception]], LazyString] = {
    (Way.PDF, PaperAway): lazy_gettext("PDFs cannot be made on this server. Print it instead."),
    (Way.EMAIL, BadAddress): lazy_gettext("Write an e-mail address, such as name@example.org"),
    (Way.EMAIL, Refused): lazy_gettext("There is no such e-mail address: look at it again, or hand it over in another way"),
    (Way.EMAIL, NotSent): lazy_gettext("The mail could not be sent just now. Print the sheet, or give the link"),
    (Way.TEXT, BadNumber): lazy_gettext("Write a telephone number, like 07700 900 123"),
    (Way.TEXT, Refused): lazy_gettext("This number takes no texts: look at it again, or hand it over in another way"),
    (Way.TEXT, NotSent): lazy_gettext("The text could not be sent just now. Print the sheet, or give the link"),
}


class NotHanded(Exception):
    """It did not go: `words` are for the field."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(field)
        self.field, self.words = field, words


@dataclass(frozen=True)
class Asked:
    """What the address says: services and needs by slug, age band and ward or "", and where it is made."""

    slugs: tuple[str, ...]
    needs: tuple[str, ...]
    age: str
    ward: str
    place: Workplace | None

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else ""

    def occasion(self, form: SheetForm) -> Occasion:
        """With what was typed about the person, for this answer alone. The way begins at the place unless they said where."""
        world, typed = the_world(), form.start.data or ""
        start = sheets.start_of(world, typed) if typed.strip() else None
        here: Point | None = self.place.point if self.place and not start else None
        name = " ".join((form.name.data or "").replace("\x00", "").split())
        return Occasion(world.now(), self.place_name, name, start or here, from_place=here is not None)


@dataclass(frozen=True)
class Handed:
    """What became of it: `pdf` to be saved, or a page that says so."""

    sheet: SheetView
    shown: Markup
    title: str
    said: str = ""
    reference: str = ""
    would_have_gone: str = ""
    pdf: bytes = b""


def asked_for() -> Asked:
    """Of this request's address; what does not exist (any more) is left out before anything goes.

    404 for a place where the navigator does not work.
    """
    places = workplaces(the_world(), current_actor())
    slug = request.args.get("place", "")
    place = next((one for one in places if one.slug == slug), None)
    if slug and place is None:
        abort(404)
    if not slug and len(places) == 1:
        place = places[0]
    age = request.args.get("age", "")
    return Asked(
        slugs_of(request.args, "service"), known_needs(slugs_of(request.args, "need")), age if age in BANDS else "",
        known_ward(slug_of(request.args, "ward")), place,
    )  # fmt: skip


def hand_over(asked: Asked, form: SheetForm, way: Way) -> Handed:
    """Makes the sheet, hands it over, and counts it where it was made at a place. Raises NotHanded; then nothing is left."""
    world, actor, language = the_world(), current_actor(), form.language.data
    once = _once(asked, form, way)
    with _said_beside_its_field(way), speaking(language):
        views = sheets.services(world, asked.slugs, language) or abort(404)
        made = _made(asked, views, form, way, once)
        sheet = sheet_view(
            views, asked.occasion(form), form.style.data, made.link if made else "", made.expires_at if made else None
        )  # fmt: skip
        try:
            only_shown = _send(sheet, form, way, again=made is not None and made.handed)
        except NOT_GONE:
            if made and not made.again:
                sheets.forget(world, actor, made.id)
            raise
        if made and not made.handed:
            sheets.handed(world, actor, made.id)
        reference = _count(asked, [view.id for view in views], way, made, once)
        pdf = sheet_pdf(sheet, reference) if way is Way.PDF else b""
        part = shown(sheet, reference)
    title, said = _said(way, bool(only_shown))
    return Handed(sheet, part, title, said, reference, only_shown, pdf)


@contextmanager
def _said_beside_its_field(way: Way) -> Iterator[None]:
    """Why it did not go, in the navigator's own language: whatever the sheet's is, it is not spoken any more."""
    try:
        yield
    except TooSoon as error:
        raise NotHanded(FIELDS[way], wait_words(error.seconds)) from None
    except NOT_GONE as error:
        raise NotHanded(FIELDS[way], str(WHY[way, type(error)])) from None


def _once(asked: Asked, form: SheetForm, way: Way) -> str:
    """The form whole, by which it is known when it comes again; "" where it brings no word of its own. It is only hashed."""
    if not form.once.data:
        return ""
    fields = [field.data for field in form if field.name != "csrf_token"]
    return json.dumps([way, asked.slugs, asked.needs, asked.age, asked.ward, asked.place and asked.place.id, *fields])


def _made(asked: Asked, views: Sequence[ServiceView], form: SheetForm, way: Way, once: str) -> Made | None:
    if way not in BY_LINK and not form.alive.data:
        return None
    return sheets.make(
        the_world(), current_actor(), views, place_id=asked.place.id if asked.place else None,
        locale=form.language.data, style=form.style.data, way=way, once=once,
    )  # fmt: skip


def _send(sheet: SheetView, form: SheetForm, way: Way, again: bool) -> str:
    """What would have gone, on a development server without anybody who sends; "" where it went."""
    if way is Way.PDF and not sheets.makes_pdfs():
        raise PaperAway
    if way is Way.EMAIL:
        return _mailed(sheet, form.email.data or "", again)
    return _texted(sheet, form.number.data or "", again) if way is Way.TEXT else ""


def _mailed(sheet: SheetView, to: str, again: bool) -> str:
    subject, text = gettext("Your next steps, from %(site)s", site=sheet.site), mail_text(sheet)
    sent = sheets.send_mail(the_world(), current_actor(), to, subject=subject, text=text, locale=sheet.locale, again=again)
    return "" if sent.really else f"{subject}\n\n{text}"


def _texted(sheet: SheetView, number: str, again: bool) -> str:
    words = text_words(sheet)
    sent = sheets.send_text(the_world(), current_actor(), number, words, again=again)
    return "" if sent.really else words


def _count(asked: Asked, service_ids: list[str], way: Way, made: Made | None, once: str) -> str:
    """The word of the signpost; "" where it is made at no surgery or hub, so that nothing is counted."""
    if asked.place is None:
        return ""
    try:
        return signposts.record(
            the_world(), current_actor(), place_id=asked.place.id, needs=asked.needs, age_band=asked.age, ward=asked.ward,
            service_ids=service_ids, way=way, sheet_id=made.id if made else None, once=once,
        ).reference  # fmt: skip
    except BadSignpost:
        abort(400)


def _said(way: Way, only_shown: bool) -> tuple[str, str]:
    """The page's title, and a sentence."""
    if only_shown:
        return gettext("Nothing was sent"), gettext("This is a development server: it sends nothing. This would have gone:")
    if way is Way.EMAIL:
        return gettext("The e-mail is on its way"), gettext("We have forgotten the address.")
    if way is Way.TEXT:
        return gettext("The text is on its way"), gettext("We have forgotten the number.")
    if way is Way.LINK:
        return gettext("The link is ready"), gettext("This is the only time that it is shown.")
    return gettext("Ready to print"), gettext("Nothing of what you typed is kept.")
