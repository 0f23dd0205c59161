"""The forms of this front door."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from hubdirectory.actions.accounts.managing import ROLES
from hubdirectory.actions.accounts.own import LONGEST_NAME
from hubdirectory.audiences.accounts.words import ROLE_NAMES
from hubdirectory.web.locales import LANGUAGES

STAYS = lazy_gettext("Keep me signed in on this phone or computer")
EMAIL = lazy_gettext("E-mail address")
MISSING_EMAIL = InputRequired(lazy_gettext("Write your e-mail address"))
LONG_EMAIL = Length(max=254, message=lazy_gettext("Use at most %(max)d letters"))


class EmailForm(FlaskForm):
    email = StringField(EMAIL, validators=[MISSING_EMAIL, LONG_EMAIL])


class NewEmailForm(FlaskForm):
    email = StringField(lazy_gettext("New e-mail address"), validators=[MISSING_EMAIL, LONG_EMAIL])


class LinkForm(FlaskForm):
    """`name` is asked for only where an account is made."""

    name = StringField(lazy_gettext("Your name, if you like"), validators=[Length(max=LONGEST_NAME)])
    stays = BooleanField(STAYS)


class PasswordForm(FlaskForm):
    email = StringField(EMAIL, validators=[MISSING_EMAIL, LONG_EMAIL])
    password = PasswordField(lazy_gettext("Password"), validators=[InputRequired(lazy_gettext("Write your password"))])
    stays = BooleanField(STAYS)


class NewPasswordForm(FlaskForm):
    password = PasswordField(lazy_gettext("New password"), validators=[InputRequired(lazy_gettext("Write a password"))])


class PasskeyForm(FlaskForm):
    """Filled in by the script."""

    credential = HiddenField(validators=[InputRequired(), Length(max=20_000)])
    stays = BooleanField(STAYS)


class NewPasskeyForm(FlaskForm):
    credential = HiddenField(validators=[InputRequired(), Length(max=20_000)])
    name = StringField(lazy_gettext("A name for it, such as “my phone”"), validators=[Length(max=80)])


class CodeForm(FlaskForm):
    code = StringField(
        lazy_gettext("Code"), validators=[InputRequired(lazy_gettext("Write the code")), Length(max=40)]
    )  # fmt: skip


class NameForm(FlaskForm):
    name = StringField(lazy_gettext("Your name"), validators=[Length(max=LONGEST_NAME)])
    locale = SelectField(
        lazy_gettext("Language of our e-mails"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()]
    )  # fmt: skip


class DeleteForm(FlaskForm):
    sure = BooleanField(
        lazy_gettext("Yes, delete my account"), validators=[InputRequired(lazy_gettext("Tick the box if you are sure"))]
    )


class FindPeopleForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField(lazy_gettext("E-mail address or name"), validators=[Length(max=200)])


class InviteForm(FlaskForm):
    email = StringField(EMAIL, validators=[MISSING_EMAIL, LONG_EMAIL])
    name = StringField(lazy_gettext("Name"), validators=[Length(max=LONGEST_NAME)])
    role = SelectField(lazy_gettext("Role"), choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in ROLES])
    place = SelectField(lazy_gettext("Works from"))


class RoleForm(FlaskForm):
    role = SelectField(lazy_gettext("Role"), choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in ROLES])
