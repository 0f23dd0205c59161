"""Tagged PDF (PDF/UA-1) by WeasyPrint, which draws with the system's Pango: every script is shaped as it should be.

Neither is loaded before somebody asks for a PDF. Where Pango is missing, nothing else of the site suffers.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

VARIANT = "pdf/ua-1"
ROOM = Path(__file__).resolve().parent


class PaperAway(Exception):
    """No PDF can be made on this machine."""


class Face(NamedTuple):
    """A font of ours: the family's name in the style, the weight, the file."""

    family: str
    weight: int
    file: Path


@cache
def is_there() -> bool:
    """Whether PDFs can be made here. The first call loads what makes them."""
    try:
        _weasyprint()
    except PaperAway:
        return False
    return True


def to_pdf(html: str, style: str, faces: Iterable[Face] = ()) -> bytes:
    """A whole HTML page as a PDF, laid out by `paper/STYLE.css`. Nothing is fetched but the fonts given.

    Raises PaperAway.
    """
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    rules = (ROOM / f"{style}.css").read_text(encoding="utf-8") + "\n".join(map(_rule, faces))
    css = weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=_only(weasyprint, "file"))
    page = weasyprint.HTML(string=html, url_fetcher=_only(weasyprint, "data"))
    return bytes(page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT))


def _only(weasyprint: Any, scheme: str) -> Any:
    """The page brings its pictures with it, and the style points at our own fonts: a sheet never asks the network."""
    return weasyprint.urls.URLFetcher(allowed_protocols=(scheme,), fail_on_errors=True)


def _rule(face: Face) -> str:
    return f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{face.file.as_uri()}"); }}'


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: Pango is not there
        raise PaperAway(str(error)) from error
    return weasyprint
