"""The board's pages: what each template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from hubdirectory.actions.notices import NoticeLine
from hubdirectory.audiences.board.cards import CardView
from hubdirectory.web.pages import Link, Page


@dataclass(frozen=True)
class ColumnView:
    """A hub's column: `place_id` is "" for what is on elsewhere."""

    place_id: str
    slug: str
    name: str
    cards: tuple[CardView, ...]
    rooms: int | None


@dataclass(frozen=True)
class DoneView:
    """What somebody just did, to be taken back or told of. `people`: how many would be told, None where they were."""

    address: str
    words: str
    people: int | None


@dataclass(frozen=True, kw_only=True)
class BoardPage(Page):
    """A day at the hubs.

    day: the day, as in addresses
    days: the days around it
    columns: one for each hub, with its cards
    holiday: it is a bank holiday
    looks: how many need a look, by kind, in words
    elsewhere: the link that shows or hides what is on at no hub; None where there is nothing, or it is not theirs
    stamp: what the script asks with whether anything has changed
    changes: where it asks
    hubs: the hubs to add something at, (id, name) each
    names: services to choose from
    add: what was typed into the form for adding, by field
    wrong: what is wrong with it, (field, sentence) each
    done: what was just done; None for nothing
    manager: whether they run every hub
    """

    template: ClassVar[str] = "board/today.html"
    day: str
    days: tuple[Link, ...]
    columns: tuple[ColumnView, ...]
    holiday: bool
    looks: tuple[str, ...]
    elsewhere: Link | None
    stamp: str
    changes: str
    hubs: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    add: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[tuple[str, str], ...] = ()
    done: DoneView | None = None
    manager: bool = False


@dataclass(frozen=True, kw_only=True)
class CardPage(Page):
    """One date, and everything that can be done to it.

    day: the board's day, as in addresses
    card: the date
    hubs: the hubs that it can be moved to, (id, name) each
    typed: what the forms hold, by field
    wrong: what is wrong with it, (field, sentence) each
    people: how many would be told of the last change; None where there is nothing to tell
    service: the address of its public page
    manager: whether they run every hub
    """

    template: ClassVar[str] = "board/card.html"
    day: str
    card: CardView
    hubs: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    wrong: tuple[tuple[str, str], ...] = ()
    people: int | None = None
    service: str = ""
    manager: bool = False


@dataclass(frozen=True, kw_only=True)
class CopyPage(Page):
    """What can be copied from a week before.

    day: the day that it is copied to, as in addresses
    lines: (id, what, how) each
    manager: whether they run every hub
    """

    template: ClassVar[str] = "board/copy.html"
    day: str
    lines: tuple[tuple[str, str, str], ...]
    manager: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """The day as a sheet, and as a text for social media.

    day: the day, as in addresses
    columns: one for each hub
    social: the text
    manager: whether they run every hub
    """

    template: ClassVar[str] = "board/sheet.html"
    day: str
    columns: tuple[ColumnView, ...]
    social: str
    manager: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticesPage(Page):
    """Notices for everybody, and the form for a new one.

    lines: notices: (notice, its time in words) each
    kinds: (slug, name, a heading for it) each
    hubs: (id, name) each
    needs: (slug, name) each
    typed: what the form holds, by field
    chosen: what is ticked
    wrong: what is wrong with it, (field, sentence) each
    manager: whether they run every hub
    """

    template: ClassVar[str] = "board/notices.html"
    lines: tuple[tuple[NoticeLine, str], ...]
    kinds: tuple[tuple[str, str, str], ...]
    hubs: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    chosen: frozenset[str] = frozenset()
    wrong: tuple[tuple[str, str], ...] = ()
    manager: bool = True


@dataclass(frozen=True, kw_only=True)
class FollowPage(Page):
    """A visitor asks to be told of changes.

    name: of what
    back: its page
    typed: the address that was typed
    wrong: what is wrong with it, (field, sentence) each
    """

    template: ClassVar[str] = "board/follow.html"
    name: str
    back: str
    typed: str = ""
    wrong: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FollowSaidPage(Page):
    """What became of it, or one last question.

    words: sentences
    button: what the button does, "" for none
    back: where to go on
    """

    template: ClassVar[str] = "board/follow_said.html"
    words: tuple[str, ...]
    button: str = ""
    back: str = ""
