"""A sheet as a tagged PDF: the page's own words on A4, with our fonts where they have the letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar
from urllib.parse import quote

from flask import current_app

from hubdirectory.actions import sheets
from hubdirectory.actions.sheets import Face
from hubdirectory.web.assets import BUILT
from hubdirectory.web.pages import Page, render
from hubdirectory.web.pictures import icon
from hubdirectory.web.sheet_views import SheetView

# In the style by these names: for each letter the first family that has it is taken.
FAMILIES = {"Sheet": "latin", "Sheet Ext": "latin-ext"}
ICONS = ("clock", "coin", "people", "phone", "pin", "tick", "warning", "way", "text")


@dataclass(frozen=True, kw_only=True)
class SheetPaper(Page):
    """The page that becomes the PDF.

    sheet: the sheet, in its language
    reference: the word to ask after it by, "" for none
    """

    template: ClassVar[str] = "parts/sheet_paper.html"
    sheet: SheetView
    reference: str


def sheet_pdf(sheet: SheetView, reference: str = "") -> bytes:
    """`reference`: the word to ask after it by. Raises PaperAway."""
    page = SheetPaper(title=sheet.heading, indexable=False, sheet=sheet, reference=reference)
    return sheets.pdf(render(page), "sheet", tuple(_faces()), _icons())


def _faces() -> Iterator[Face]:
    names = current_app.extensions["assets"].names
    for family, subset in FAMILIES.items():
        for weight in (400, 700):
            name = f"fonts/atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
            if name in names:
                yield Face(family, weight, BUILT / names[name])


@cache
def _icons() -> dict[str, str]:
    """In black, since a background has no ink of its page."""
    ink = 'xmlns="http://www.w3.org/2000/svg" fill="none" stroke="#000" stroke-width="1.75" stroke-linecap="round"'
    drawn = {name: str(icon(name)).replace("<svg ", f"<svg {ink} ", 1) for name in ICONS}
    return {name: f"data:image/svg+xml,{quote(svg)}" for name, svg in drawn.items()}
