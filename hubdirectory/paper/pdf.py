"""Tagged PDF (PDF/UA-1) by WeasyPrint, which draws with the system's Pango: every script is shaped as it should be.

Neither is loaded before somebody asks for a PDF. Where Pango is missing, nothing else of the site suffers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
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
def seems_there() -> bool:
    """Whether PDFs can be made here, as far as can be seen without loading what makes them."""
    return find_spec("weasyprint") is not None and find_library("pango-1.0") is not None


@cache
def is_there() -> bool:
    """Whether PDFs can be made here. The first call loads what makes them, which takes a second."""
    try:
        _weasyprint()
    except PaperAway:
        return False
    return True


def to_pdf(html: str, style: str, faces: Iterable[Face] = (), icons: Mapping[str, str] | None = None) -> bytes:
    """A whole HTML page as a PDF, laid out by `paper/STYLE.css`. Nothing is fetched but the fonts given.

    icons: name to address (`data:`) of a drawing that is the background of `.icon-NAME`; as such nobody reads it aloud
    Raises PaperAway.
    """
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    rules = (ROOM / f"{style}.css").read_text(encoding="utf-8") + "\n".join(map(_rule, faces))
    rules += "\n".join(f'.icon-{name} {{ background-image: url("{address}"); }}' for name, address in (icons or {}).items())
    css = weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=_only(weasyprint, "file", "data"))
    page = weasyprint.HTML(string=html, url_fetcher=_only(weasyprint, "file", "data"))
    return bytes(page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT))


def _only(weasyprint: Any, *schemes: str) -> Any:
    """The page brings its pictures with it, and the style points at our own fonts: a sheet never asks the network."""
    return weasyprint.urls.URLFetcher(allowed_protocols=schemes)


def _rule(face: Face) -> str:
    return f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{face.file.as_uri()}"); }}'


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: Pango is not there
        raise PaperAway(str(error)) from error
    return weasyprint
