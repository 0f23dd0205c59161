"""The pages of this front door: what each template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import LazyString
from flask_wtf import FlaskForm
from markupsafe import Markup

from hubdirectory.actions.accounts.codes import SecondStep, Setup
from hubdirectory.actions.accounts.managing import AccountLine, Accounts
from hubdirectory.actions.accounts.own import OwnAccount
from hubdirectory.actions.accounts.passkeys import PasskeyLine
from hubdirectory.domain.states import Role
from hubdirectory.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class PasskeyPart:
    """What the script for passkeys needs: the form it fills in, where that goes, and the options as JSON."""

    form: FlaskForm
    address: str
    options: Markup


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """Asking for a link, with the other two ways beside it.

    form: the e-mail address
    ended: a session has ended, and what was typed is kept
    by_password: the address of the page for passwords
    passkey: None where passkeys cannot work
    """

    template: ClassVar[str] = "accounts/sign_in.html"
    form: FlaskForm
    ended: bool
    by_password: str
    passkey: PasskeyPart | None


@dataclass(frozen=True, kw_only=True)
class SentPage(Page):
    """A mail may be on its way: the same words for every address.

    again: where to ask for another
    mails: where mails are kept on a development server, "" elsewhere
    """

    template: ClassVar[str] = "accounts/sent.html"
    again: str
    mails: str


@dataclass(frozen=True, kw_only=True)
class LinkPage(Page):
    """A link from a mail, before anything happens.

    form: the button
    email: whose it is
    known: there is an account; else one would be made
    """

    template: ClassVar[str] = "accounts/link.html"
    form: FlaskForm
    email: str
    known: bool


@dataclass(frozen=True, kw_only=True)
class LinkOverPage(Page):
    """A link that does nothing any more.

    used: it was used, rather than too late
    again: where to ask for another
    """

    template: ClassVar[str] = "accounts/link_over.html"
    used: bool
    again: str


@dataclass(frozen=True, kw_only=True)
class PasswordPage(Page):
    """Signing in with a password.

    form: address and password
    by_link: the way that always works
    """

    template: ClassVar[str] = "accounts/password.html"
    form: FlaskForm
    by_link: str


@dataclass(frozen=True, kw_only=True)
class SecondStepPage(Page):
    """A code, or a passkey, after the first step.

    form: the code
    codes: codes of an app are asked for
    trial_code: the code of a sample account, on a trial only; "" else
    passkey: None where the account has none, or they cannot work here
    """

    template: ClassVar[str] = "accounts/second_step.html"
    form: FlaskForm
    codes: bool
    trial_code: str
    passkey: PasskeyPart | None


@dataclass(frozen=True, kw_only=True)
class AccountPage(Page):
    """One's own account.

    own: what is known of it
    second_step: how that stands
    demanded: the role needs a second step and this session has passed none
    role: the role's name, "" for those that need none said
    passkeys: how many there are
    devices: in how many places it is signed in
    """

    template: ClassVar[str] = "accounts/account.html"
    own: OwnAccount
    second_step: SecondStep
    demanded: bool
    role: str
    passkeys: int
    devices: int


@dataclass(frozen=True, kw_only=True)
class NamePage(Page):
    """The name and the language of mails.

    form: both
    """

    template: ClassVar[str] = "accounts/name.html"
    form: FlaskForm


@dataclass(frozen=True, kw_only=True)
class EmailPage(Page):
    """Another e-mail address.

    form: the new one
    email: the one there is
    asked: mails were sent to both
    """

    template: ClassVar[str] = "accounts/email.html"
    form: FlaskForm
    email: str
    asked: bool


@dataclass(frozen=True, kw_only=True)
class EmailButtonPage(Page):
    """A link from a mail about an e-mail address, before anything happens; or after it has.

    form: the button
    old_email: the address that there was
    new_email: the one that was asked for
    undo: it brings the old one back
    state: ask, done or over
    """

    template: ClassVar[str] = "accounts/email_button.html"
    form: FlaskForm
    old_email: str
    new_email: str
    undo: bool
    state: str


@dataclass(frozen=True, kw_only=True)
class OwnPasswordPage(Page):
    """A password, for who wants one.

    form: the new one
    has_one: there is one now
    """

    template: ClassVar[str] = "accounts/own_password.html"
    form: FlaskForm
    has_one: bool


@dataclass(frozen=True, kw_only=True)
class OwnPasskeysPage(Page):
    """Passkeys: those there are, and one more.

    passkeys: those there are
    adding: None where passkeys cannot work
    """

    template: ClassVar[str] = "accounts/own_passkeys.html"
    passkeys: tuple[PasskeyLine, ...]
    adding: PasskeyPart | None


@dataclass(frozen=True, kw_only=True)
class SecondStepNeededPage(Page):
    """A role asks for a second step that this session has not passed.

    codes: where to set up an app
    passkeys: where to add a passkey
    """

    template: ClassVar[str] = "accounts/second_step_needed.html"
    codes: str
    passkeys: str


@dataclass(frozen=True, kw_only=True)
class CodesPage(Page):
    """Codes of an app: setting them up, or how they stand.

    form: the first code, which shows that the app works
    setup: what the app needs, None where codes are asked for already
    picture: the QR code as an address of its own data, "" without a setup
    second_step: how it stands
    demanded: the role needs a second step
    """

    template: ClassVar[str] = "accounts/codes.html"
    form: FlaskForm
    setup: Setup | None
    picture: str
    second_step: SecondStep
    demanded: bool


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesPage(Page):
    """Recovery codes, shown this once.

    codes: each signs in once
    onward: what somebody was on the way to when a second step was asked for, else their account
    """

    template: ClassVar[str] = "accounts/recovery_codes.html"
    codes: tuple[str, ...]
    onward: str


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """One place where somebody is signed in, in words."""

    id: str
    device: str
    way: str
    last_used: datetime
    this_one: bool


@dataclass(frozen=True, kw_only=True)
class SessionsPage(Page):
    """Where somebody is signed in.

    rows: this device first
    """

    template: ClassVar[str] = "accounts/sessions.html"
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True, kw_only=True)
class DeletePage(Page):
    """Before an account is deleted.

    form: being sure
    own: what is known of the account
    """

    template: ClassVar[str] = "accounts/delete.html"
    form: FlaskForm
    own: OwnAccount


@dataclass(frozen=True, kw_only=True)
class KeptPage(Page):
    """What was typed when a session had ended.

    address: where the form is sent
    fields: its fields, in their order
    words: those of them that somebody would miss
    """

    template: ClassVar[str] = "accounts/kept.html"
    address: str
    fields: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """A mail in the list of a development server."""

    to: str
    subject: str
    address: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MailsPage(Page):
    """The mails that a development server keeps instead of sending them.

    rows: the newest first
    """

    template: ClassVar[str] = "accounts/mails.html"
    rows: tuple[MailRow, ...]


@dataclass(frozen=True, kw_only=True)
class MailPage(Page):
    """One of them.

    to: the address
    at: when it was queued
    lines: its text; True where a line is an address of a page
    """

    template: ClassVar[str] = "accounts/mail.html"
    to: str
    at: datetime
    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """Everybody's accounts, for managers.

    form: the words to look for
    accounts: one page of those found
    role_names: what the roles are called
    earlier: the page before, "" for none
    later: the page after, "" for none
    """

    template: ClassVar[str] = "accounts/people.html"
    form: FlaskForm
    accounts: Accounts
    role_names: Mapping[Role, LazyString]
    earlier: str
    later: str


@dataclass(frozen=True, kw_only=True)
class InvitePage(Page):
    """An account for a navigator, a manager, a commissioner.

    form: whose, with which role, from where
    """

    template: ClassVar[str] = "accounts/invite.html"
    form: FlaskForm


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """Somebody's account, for managers.

    account: what a manager may see
    form: the role
    own: it is the manager's own
    """

    template: ClassVar[str] = "accounts/person.html"
    account: AccountLine
    form: FlaskForm
    own: bool
