"""The pages of referrals on the navigators' side: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_wtf import FlaskForm

from hubdirectory.actions.referring import Line, Opened
from hubdirectory.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class ReferralsPage(Page):
    """How the navigator's own referrals stand, without a word about anybody.

    lines: the newest first
    """

    template: ClassVar[str] = "navigators/referrals.html"
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class ReferPage(Page):
    """Asking somebody, and writing down what is needed.

    form: the questions, and the details
    service: where to, by name
    service_address: its page
    organisation: who would read it
    changed: the words of the questions are others than those that were read out
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "navigators/refer.html"
    form: FlaskForm
    service: str
    service_address: str
    organisation: str
    changed: bool
    problem: str


@dataclass(frozen=True, kw_only=True)
class NoReferralPage(Page):
    """Nobody can be referred there.

    why: the reason, and what to do instead
    service_address: the service's page
    """

    template: ClassVar[str] = "navigators/no_referral.html"
    why: str
    service_address: str


@dataclass(frozen=True, kw_only=True)
class ReferralPage(Page):
    """One referral, read by whoever sent it.

    opened: everything that is kept of it
    open: whether it can still be taken back
    """

    template: ClassVar[str] = "navigators/referral.html"
    opened: Opened
    open: bool
