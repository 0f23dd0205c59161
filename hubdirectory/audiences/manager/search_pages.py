"""The desk's pages for searches that led nowhere: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hubdirectory.actions.desk.deeds import Done
from hubdirectory.actions.workbench.gaps import GapLine
from hubdirectory.web.pages import Page


@dataclass(frozen=True)
class SearchLine:
    """A phrase, and what to know of it in words. `likely`: needs that it may mean, (slug, name) each."""

    id: str
    phrase: str
    address: str
    facts: tuple[str, ...]
    likely: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SearchesPage(Page):
    """Searches that led nowhere.

    lines: a phrase each
    needs: every need, (slug, name) each
    done: what was done last, with its undo; None for nothing
    wrong: the id of a phrase and what is wrong with what was typed for it; ("", "") for nothing
    typed: what was typed for it
    """

    template: ClassVar[str] = "manager/searches.html"
    lines: tuple[SearchLine, ...]
    needs: tuple[tuple[str, str], ...]
    done: Done | None
    wrong: tuple[str, str] = ("", "")
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class GapsPage(Page):
    """What people look for and nobody here offers.

    lines: open ones first, each with the name of its need
    """

    template: ClassVar[str] = "manager/gaps.html"
    lines: tuple[tuple[GapLine, str], ...]
