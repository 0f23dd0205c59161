"""Pictures of a record: added, described, removed; and their files."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import abort, flash, request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from hubdirectory.actions.organisations import pictures
from hubdirectory.actions.organisations.picture_files import BadPicture
from hubdirectory.audiences.organisations import blueprint, public
from hubdirectory.audiences.organisations.editing import RECORD
from hubdirectory.audiences.organisations.helping import KIND, draft_of, me, or_404, record_crumbs, said, to
from hubdirectory.audiences.organisations.pages import PicturesPage
from hubdirectory.domain.picturing import MOST_PICTURES
from hubdirectory.domain.sections import SECTIONS
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

AN_HOUR = 3_600


@blueprint.get(f"{RECORD}/pictures")
def record_pictures(part: str, record_id: str) -> str:
    return _page(part, record_id)


def _page(part: str, record_id: str, file_error: str = "", alt_error: str = "") -> str:
    draft = draft_of(part, record_id)
    with or_404():
        lines = pictures.of_record(the_world(), me(), KIND[part], record_id)
    page = PicturesPage(
        title=gettext("Pictures"), crumbs=record_crumbs(draft), indexable=False, part=part, record_id=record_id,
        pictures=lines, full=len(lines) >= MOST_PICTURES, file_error=file_error, alt_error=alt_error, alt=said("alt"),
        back=record_crumbs(draft)[-1].address, problem=gettext("Problem: ") if file_error or alt_error else "",
        number=len(SECTIONS[draft.kind]), of=len(SECTIONS[draft.kind]),
    )  # fmt: skip
    return render(page)


@blueprint.post(f"{RECORD}/pictures")
def add_picture(part: str, record_id: str) -> str | Response:
    if not ButtonForm().validate_on_submit():
        return _page(part, record_id)
    file = request.files.get("picture")
    content = file.read() if file and file.filename else b""
    nothing_shown = "decorative" in request.form
    if not content:
        return _page(part, record_id, file_error=gettext("Choose a picture"))
    try:
        with or_404():
            pictures.add(the_world(), me(), KIND[part], record_id, content, said("alt"), decorative=nothing_shown)
    except pictures.AltMissing:
        return _page(part, record_id, alt_error=gettext("Say what it shows, or that it shows nothing. Then choose it again."))
    except BadPicture as bad:
        return _page(part, record_id, file_error=_why(bad.why))
    except pictures.TooManyPictures:
        return to("record_pictures", part=part, record_id=record_id)
    flash(gettext("The picture is added. What your camera wrote into it, such as the place, is taken out."))
    return to("record_pictures", part=part, record_id=record_id)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> Response | RequestEntityTooLarge:
    if request.endpoint != "organisations.add_picture":
        return error
    values = request.view_args or {}
    flash(_why("too_large"))
    return to("record_pictures", **values)


def _why(why: str) -> str:
    if why == "too_large":
        return gettext("The file is too large: at most 10 MB")
    if why == "too_many_pixels":
        return gettext("The picture is too large: at most 50 million pixels")
    return gettext("This is no picture that we can read. Use a JPEG, PNG or WebP file.")


@blueprint.post(f"{RECORD}/pictures/<slug:picture_id>/describe")
def describe_picture(part: str, record_id: str, picture_id: str) -> Response:
    draft_of(part, record_id)  # whoever may not edit it goes no further
    if ButtonForm().validate_on_submit():
        try:
            with or_404():
                pictures.describe(the_world(), me(), picture_id, said("alt"), decorative="decorative" in request.form)
            flash(gettext("Kept."))
        except pictures.AltMissing:
            flash(gettext("Say what the picture shows, or tick that it shows nothing."))
    return to("record_pictures", part=part, record_id=record_id)


@blueprint.post(f"{RECORD}/pictures/<slug:picture_id>/remove")
def remove_picture(part: str, record_id: str, picture_id: str) -> Response:
    if ButtonForm().validate_on_submit():
        with or_404():
            pictures.remove(the_world(), me(), picture_id)
        flash(gettext("The picture is gone."))
    return to("record_pictures", part=part, record_id=record_id)


@public.get("/pictures/<name>")
def picture(name: str) -> FlaskResponse:
    """A file's name is the hash of its contents; it is kept for an hour only, as its record may be hidden or closed."""
    found = pictures.file_to_serve(the_world(), me(), name)
    if found is None:
        abort(404)
    path, for_everybody = found
    response = FlaskResponse(path.read_bytes(), mimetype="image/webp")
    response.set_etag(name.removesuffix(".webp"))
    kept = f"public, max-age={AN_HOUR}, immutable" if for_everybody else "private, no-store"
    response.headers["Cache-Control"] = kept
    response.make_conditional(request)
    return response
