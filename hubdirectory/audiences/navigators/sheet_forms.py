"""The form beside a sheet. What is typed into it about somebody is used for this answer and forgotten."""

from __future__ import annotations

import secrets

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, ValidationError

from hubdirectory.actions import sheets
from hubdirectory.domain.sheets import LONGEST_NAME, Style
from hubdirectory.web.locales import LANGUAGES
from hubdirectory.web.world import the_world

STYLES = {
    Style.ORDINARY: lazy_gettext("Ordinary"),
    Style.LARGE: lazy_gettext("Large print"),
    Style.EASY: lazy_gettext("Easy to read"),
}
_TOO_LONG = lazy_gettext("Use at most %(max)d letters")


class SheetForm(FlaskForm):
    """`way` is the button that was pressed: a domain.signposting.Way, or "show" to look at it first.

    `once` is drawn with the page: the same form sent again, by a reload or a second press, makes and counts nothing new.
    """

    once = HiddenField(default=lambda: secrets.token_urlsafe(16), validators=[Length(max=40)])
    language = SelectField(lazy_gettext("Language"), choices=[SelectChoice(*one) for one in LANGUAGES.items()])
    style = RadioField(lazy_gettext("How it looks"), choices=[SelectChoice(str(slug), name) for slug, name in STYLES.items()])
    name = StringField(lazy_gettext("Name to greet, if they like"), validators=[Length(max=LONGEST_NAME, message=_TOO_LONG)])
    start = StringField(
        lazy_gettext("Postcode that they set off from, if they like"), validators=[Length(max=20, message=_TOO_LONG)]
    )
    alive = BooleanField(lazy_gettext("With a link that says what has changed since"))
    email = StringField(lazy_gettext("E-mail address"), validators=[Length(max=254, message=_TOO_LONG)])
    number = StringField(lazy_gettext("Mobile number"), validators=[Length(max=40, message=_TOO_LONG)])

    def validate_start(self, field: StringField) -> None:
        if (field.data or "").strip() and sheets.start_of(the_world(), field.data) is None:
            raise ValidationError(gettext("We do not know this postcode. Leave it empty, or write it like TS24 7PW"))
