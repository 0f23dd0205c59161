"""The pages of this front door: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hubdirectory.actions.freshness.links import Asked, AskedRecord
from hubdirectory.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class AskPage(Page):
    """Is this still right?

    asked: what the reminder asks about
    open: the records without an answer yet
    token: the link's own
    now: the moment for which the page is right
    """

    template: ClassVar[str] = "confirming/ask.html"
    asked: Asked
    open: tuple[AskedRecord, ...]
    token: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ThanksPage(Page):
    """What was answered by this link, and what is still open.

    asked: what the reminder asks about
    open: the records without an answer yet
    right: those that were confirmed
    stopped: those that were closed or paused
    token: the link's own
    now: the moment for which the page is right
    """

    template: ClassVar[str] = "confirming/thanks.html"
    asked: Asked
    open: tuple[AskedRecord, ...]
    right: tuple[AskedRecord, ...]
    stopped: tuple[AskedRecord, ...]
    token: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class StoppedPage(Page):
    """We have stopped: for now, or for good.

    asked: what the reminder asks about
    open: the records that can stop
    token: the link's own
    now: the moment for which the page is right
    """

    template: ClassVar[str] = "confirming/stopped.html"
    asked: Asked
    open: tuple[AskedRecord, ...]
    token: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ChangePage(Page):
    """Something has changed: by oneself, signed in, or told to the manager.

    asked: what the reminder asks about
    token: the link's own
    words: what was typed
    problem: what is wrong with it, "" for nothing
    """

    template: ClassVar[str] = "confirming/change.html"
    asked: Asked
    token: str
    words: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class NotMePage(Page):
    """Reminders are left to a colleague, or not, or taken back.

    asked: what the reminder asks about
    token: the link's own
    """

    template: ClassVar[str] = "confirming/not_me.html"
    asked: Asked
    token: str


@dataclass(frozen=True, kw_only=True)
class SaidPage(Page):
    """Something was done, in a sentence.

    sentence: what was done
    next: what comes now, "" for nothing
    token: the link's own, "" where it leads nowhere
    """

    template: ClassVar[str] = "confirming/said.html"
    sentence: str
    next: str
    token: str


@dataclass(frozen=True, kw_only=True)
class OldLinkPage(Page):
    """The link's time is over, and a fresh one can be sent.

    to: the address that it would go to, with its middle hidden
    token: the link's own
    """

    template: ClassVar[str] = "confirming/old_link.html"
    to: str
    token: str


@dataclass(frozen=True, kw_only=True)
class WrongLinkPage(Page):
    """The link is not whole, or leads to nothing any more."""

    template: ClassVar[str] = "confirming/wrong_link.html"
