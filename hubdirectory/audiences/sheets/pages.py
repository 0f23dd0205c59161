"""The page of a sheet's link, and what stands there when its time is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_wtf import FlaskForm

from hubdirectory.web.pages import Page
from hubdirectory.web.sheet_views import Entry, SheetView


@dataclass(frozen=True)
class Part:
    """One service of the sheet.

    position: for the buttons
    name: as the sheet says it
    entry: as things are now, None where it is gone
    changes: what has changed, in sentences
    helped, shut: what its reader has said
    """

    position: int
    name: str
    entry: Entry | None
    changes: tuple[str, ...]
    helped: bool
    shut: bool


@dataclass(frozen=True, kw_only=True)
class LivingSheetPage(Page):
    """A sheet as things are now.

    sheet: its frame, in its language
    parts: its services
    link: the token of its address
    form: the buttons' token
    changed: whether anything is not as the sheet says
    until: the day until which the link works
    """

    template: ClassVar[str] = "sheets/sheet.html"
    sheet: SheetView
    parts: tuple[Part, ...]
    link: str
    form: FlaskForm
    changed: bool
    until: str


@dataclass(frozen=True, kw_only=True)
class LinkOverPage(Page):
    """The link opens nothing any more.

    words: why, in a sentence
    """

    template: ClassVar[str] = "sheets/over.html"
    words: str
