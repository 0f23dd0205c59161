"""Other people's words, made safe for a page."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# No headings: a record's own would break the page's outline. No images: they would come from elsewhere.
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["heading", "lheading", "image", "code"])


@lru_cache(maxsize=2_000)
def prose(text: str) -> Markup:
    """A description as paragraphs and lists. Whatever it holds, no script, style, picture or heading comes out."""
    html = _MARKDOWN.render(text.replace("\x00", ""))
    attributes = {"a": {"href"}}
    return Markup(nh3.clean(html, tags=_TAGS, attributes=attributes, url_schemes={"http", "https", "mailto", "tel"}))  # noqa: S704 - cleaned just now


# A page's own text may have headings: all of one rank, below that of the page.
_PAGES = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code"])


@lru_cache(maxsize=200)
def page_prose(text: str) -> Markup:
    """The text of a page: as `prose`, with headings, each the second rank of its page's outline."""
    html = re.sub(r"<(/?)h[1-6]>", r"<\1h2>", _PAGES.render(text.replace("\x00", "")))
    attributes = {"a": {"href"}}
    cleaned = nh3.clean(html, tags=_TAGS | {"h2"}, attributes=attributes, url_schemes={"http", "https", "mailto", "tel"})
    return Markup(cleaned)  # noqa: S704 - cleaned just now


def shortened(text: str, longest: int = 200) -> str:
    """The text cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def script_json(data: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped just now
