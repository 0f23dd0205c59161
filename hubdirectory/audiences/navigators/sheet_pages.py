"""The pages of sheets: making one, handing it over, and those that somebody made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from markupsafe import Markup

from hubdirectory.web.pages import Page
from hubdirectory.web.sheet_views import SheetView

if TYPE_CHECKING:
    from .sheet_forms import SheetForm


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """A sheet as it would be, and the ways to hand it over.

    form: language, look, greeting, where from, and the ways with what each needs
    shown: the sheet as it would be, in its language
    sheet_pdf: whether PDFs can be made here
    sheet_text: whether texts can be sent here
    place: where it is made, "" for nowhere: then nothing is counted
    """

    template: ClassVar[str] = "navigators/sheet.html"
    form: SheetForm
    shown: Markup
    sheet_pdf: bool
    sheet_text: bool
    place: str


@dataclass(frozen=True, kw_only=True)
class HandedPage(Page):
    """A sheet that was handed over: to be printed, or what became of it.

    sheet: the sheet
    shown: the sheet as a part of the page, in its language
    way: how, a domain.signposting.Way
    said: what happened, in a sentence
    reference: the word to ask after it by, "" where nothing was counted
    would_have_gone: on a development server what nobody sent, "" elsewhere
    again: the address of the sheet's page
    """

    template: ClassVar[str] = "navigators/sheet_handed.html"
    sheet: SheetView
    shown: Markup
    way: str
    said: str
    reference: str
    would_have_gone: str
    again: str


@dataclass(frozen=True)
class SheetLine:
    """One sheet of a list: when and how, its services' names, how its link stands, and what its reader said of it."""

    id: str
    made: str
    way: str
    names: tuple[str, ...]
    live: bool
    revoked: bool
    until: str
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SheetsMadePage(Page):
    """The sheets that somebody made, the newest first, with a button that revokes the link of each.

    form: the button's token
    lines: the sheets
    """

    template: ClassVar[str] = "navigators/sheets_made.html"
    form: object
    lines: tuple[SheetLine, ...]
