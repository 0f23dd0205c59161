"""The desk's pages for what people say: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hubdirectory.actions.desk.phrases import Guess, NeedPhrases
from hubdirectory.audiences.manager.pages import VersionLine
from hubdirectory.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class PhrasesPage(Page):
    """Every need with its phrases, and a sentence to try.

    needs: each with its phrases in this language
    language: code of the language
    languages: code, name and address of each
    sentence: what was tried, "" for nothing
    guesses: how it would be understood
    """

    template: ClassVar[str] = "manager/phrases.html"
    needs: tuple[NeedPhrases, ...]
    language: str
    languages: tuple[tuple[str, str, str], ...]
    sentence: str
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, kw_only=True)
class NeedPhrasesPage(Page):
    """What people say when they mean one need.

    need: the need, with the phrases that stand
    text: the phrases as typed, one on each line
    languages: code, name and address of each
    sentence: what is tried with them before they are saved
    guesses: how it would be understood with them
    tried: whether somebody asked
    errors: what is wrong
    versions: earlier lists
    """

    template: ClassVar[str] = "manager/need_phrases.html"
    need: NeedPhrases
    text: str
    languages: tuple[tuple[str, str, str], ...]
    sentence: str
    guesses: tuple[Guess, ...]
    tried: bool
    errors: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]
