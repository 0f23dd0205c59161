"""The pages of referrals on the organisations' side: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_wtf import FlaskForm

from hubdirectory.actions.referring import Line, Opened, Readers
from hubdirectory.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class ReceivedPage(Page):
    """What was sent to the organisations that somebody belongs to, without a word about anybody; and who reads it.

    lines: what the reader may open, the longest waiting first; empty for who was not named
    readers: per organisation, who was named
    """

    template: ClassVar[str] = "organisations/referrals.html"
    lines: tuple[Line, ...]
    readers: tuple[Readers, ...]


@dataclass(frozen=True, kw_only=True)
class ReceivedReferralPage(Page):
    """One referral, read by somebody whom the organisation named.

    opened: everything that is kept of it
    form: to say no, and why
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/referral.html"
    opened: Opened
    form: FlaskForm
    problem: str


@dataclass(frozen=True, kw_only=True)
class AnswerPage(Page):
    """Behind the link of a mail: yes or no, without a word about the person.

    line: the referral
    form: to say no, and why
    here: this page's own address
    read: where to read it, signed in
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/referral_answer.html"
    line: Line
    form: FlaskForm
    here: str
    read: str
    problem: str
