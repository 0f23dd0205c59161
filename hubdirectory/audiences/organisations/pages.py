"""The pages of this front door: what each template is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from flask_babel import LazyString
from flask_wtf import FlaskForm

from hubdirectory.actions.changes import Draft
from hubdirectory.actions.organisations.claiming import Claimable, OwnClaim
from hubdirectory.actions.organisations.figures import Figures
from hubdirectory.actions.organisations.handing import HandingLine
from hubdirectory.actions.organisations.mine import OurOrganisation
from hubdirectory.actions.organisations.people import Asked, People
from hubdirectory.actions.organisations.pictures import PictureLine
from hubdirectory.actions.showing import OrganisationView, ServiceView
from hubdirectory.audiences.organisations.parts import Drawn, Option, PlaceRow, SectionLine, TimeRow, Two
from hubdirectory.domain.record_data import Data
from hubdirectory.domain.schedules import Span
from hubdirectory.web.pages import Page

Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class OurPage(Page):
    """What somebody belongs to; without an organisation, the ways to one.

    organisations: each with its records, drafts and freshness
    claims: what was claimed and waits, or was refused
    handings: services on their way to or from us
    now: the moment for which the page is right
    referrals: whether somebody can be referred to organisations here
    """

    template: ClassVar[str] = "organisations/home.html"
    organisations: tuple[OurOrganisation, ...]
    claims: tuple[OwnClaim, ...]
    handings: tuple[HandingLine, ...]
    now: datetime
    referrals: bool


@dataclass(frozen=True, kw_only=True)
class FindPage(Page):
    """Whether an organisation is listed already.

    words: what was looked for
    found: the organisations whose names hold the words
    """

    template: ClassVar[str] = "organisations/find.html"
    words: str
    found: tuple[Claimable, ...]


@dataclass(frozen=True, kw_only=True)
class ClaimPage(Page):
    """Saying that a listed organisation is yours.

    form: how to prove it
    found: the organisation
    by_mail: whether there is an address that would prove it
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/claim.html"
    form: FlaskForm
    found: Claimable
    by_mail: bool
    problem: str


@dataclass(frozen=True, kw_only=True)
class ProposePage(Page):
    """An organisation that is not listed yet.

    form: its name, and who asks
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/propose.html"
    form: FlaskForm
    problem: str


@dataclass(frozen=True, kw_only=True)
class ProvePage(Page):
    """Behind the link that was mailed: one button.

    form: the button
    name: the organisation
    """

    template: ClassVar[str] = "organisations/prove.html"
    form: FlaskForm
    name: str


@dataclass(frozen=True, kw_only=True)
class InvitationPage(Page):
    """Behind the link of an invitation: one button.

    form: the button
    asked: the organisation, and who asks
    role: what one would be
    you: the address of whoever is signed in
    here: this page's own address
    """

    template: ClassVar[str] = "organisations/invitation.html"
    form: FlaskForm
    asked: Asked
    role: str
    you: str
    here: str


@dataclass(frozen=True, kw_only=True)
class LinkOverPage(Page):
    """A link that works no more.

    explanation: why, and what to do
    """

    template: ClassVar[str] = "organisations/link_over.html"
    explanation: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """Who looks after an organisation.

    form: asking one more
    people: the members, and who was asked
    roles: what each role may do
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/people.html"
    form: FlaskForm
    people: People
    roles: Mapping[str, LazyString]
    problem: str


@dataclass(frozen=True, kw_only=True)
class RecordPage(Page):
    """One record of ours: how far along it is, and what can be done with it.

    form: sending it in
    draft: the actor's words for it
    part: services or organisations
    lines: its sections
    wrong: what keeps it from going out, with where to put it right; only after trying
    at_once: whether it is public as soon as it is sent
    organisation: whose it is
    organisation_id: the organisation's id
    state: the record's state
    paused_until: the day until which it is paused
    changed: whether there is something to send
    slug: the name of its public address, "" where it has none
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/record.html"
    form: FlaskForm
    draft: Draft
    part: str
    lines: tuple[SectionLine, ...]
    wrong: Links
    at_once: bool
    organisation: str
    organisation_id: str
    state: str
    paused_until: date | None
    changed: bool
    slug: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class SectionPage(Page):
    """One section of a record.

    form: the token
    fields: what is asked, with what is there
    stamp: what this page has seen of the draft
    summary_of_errors: what is wrong, with the field that it is about
    problem: what the title begins with where something is wrong
    back: the record's list of sections
    number: which section this is
    of: of how many
    last: whether no section follows
    """

    template: ClassVar[str] = "organisations/section.html"
    form: FlaskForm
    fields: tuple[Drawn, ...]
    stamp: str
    summary_of_errors: Links
    problem: str
    back: str
    number: int
    of: int
    last: bool


@dataclass(frozen=True, kw_only=True)
class WhenWherePage(Page):
    """When and where a service is.

    form: the token
    stamp: what this page has seen of the draft
    record_id: the service
    modes: how people get it
    places: its places
    hubs: the hubs that are not among them
    known: the names of other places that are known
    asked: words for a place that fit none or several
    found: the places that fit those words
    times: its times, with their next dates
    new_time: the page of a new time
    now: the moment for which the dates are right
    summary_of_errors: what is wrong, with where it is
    problem: what the title begins with where something is wrong
    back: the record's list of sections
    number: which section this is
    of: of how many
    """

    template: ClassVar[str] = "organisations/when_where.html"
    form: FlaskForm
    stamp: str
    record_id: str
    modes: tuple[Option, ...]
    places: tuple[PlaceRow, ...]
    hubs: tuple[Option, ...]
    known: tuple[str, ...]
    asked: str
    found: tuple[str, ...]
    times: tuple[TimeRow, ...]
    new_time: str
    now: datetime
    summary_of_errors: Links
    problem: str
    back: str
    number: int
    of: int


@dataclass(frozen=True, kw_only=True)
class TimePage(Page):
    """One time of a service.

    form: the token
    action: where the form goes
    sentence: the time as somebody said it
    was: the time as the list has it, as JSON; "" for a new one
    new: whether it is not in the list yet
    item: the time as it is in the fields
    way: how it recurs
    ways: all ways to recur
    days: the days of the week
    nths: first, second …
    start: the first day in words
    until: the last day in words
    extra: days besides
    exceptions: days on which it is not on
    places: the service's places
    dates: the next six times
    words: the time in words
    checked: whether the dates have been asked for
    now: the moment for which the dates are right
    errors: a sentence for each field that is wrong
    understood: whether a sentence was read
    not_understood: what of the sentence was not
    guesses: what was guessed
    place_unknown: the place that the sentence names, where we know none
    problem: what the title begins with where something is wrong
    back: the record's list of sections
    """

    template: ClassVar[str] = "organisations/time.html"
    form: FlaskForm
    action: str
    sentence: str
    was: str
    new: bool
    item: Data
    way: str
    ways: tuple[tuple[str, LazyString], ...]
    days: tuple[Option, ...]
    nths: tuple[Option, ...]
    start: str
    until: str
    extra: str
    exceptions: str
    places: tuple[Option, ...]
    dates: tuple[Span, ...]
    words: str
    checked: bool
    now: datetime
    errors: Mapping[str, str]
    understood: bool
    not_understood: tuple[str, ...]
    guesses: tuple[str, ...]
    place_unknown: str
    problem: str
    back: str


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """Two versions of the same fields.

    form: the token
    pairs: both versions of each field
    problem: what the title begins with where something was not picked
    """

    template: ClassVar[str] = "organisations/compare.html"
    form: FlaskForm
    pairs: tuple[Two, ...]
    problem: str


@dataclass(frozen=True, kw_only=True)
class PreviewServicePage(Page):
    """A service as the public will see it.

    service: the service with the draft's words
    now: the moment for which the page is right
    crisis: whether the crisis panel belongs here
    back: the record's list of sections
    wrong: what is wrong, and so not in this preview
    """

    template: ClassVar[str] = "organisations/preview_service.html"
    service: ServiceView
    now: datetime
    crisis: bool
    back: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PreviewOrganisationPage(Page):
    """An organisation as the public will see it.

    organisation: the organisation with the draft's words
    now: the moment for which the page is right
    back: the record's list of sections
    wrong: what is wrong, and so not in this preview
    """

    template: ClassVar[str] = "organisations/preview_organisation.html"
    organisation: OrganisationView
    now: datetime
    back: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LifePage(Page):
    """Pausing, closing, copying, giving away.

    part: services or organisations
    record_id: the record
    name: what it is called
    state: the record's state
    paused_until: the day until which it is paused
    ours_to_open: the manager took it out of sight, and only the manager opens it again
    until: the day that was typed
    reason: the reason that was typed
    to: the organisations that may take it
    words: the name of another organisation that was looked for
    wrong: what is wrong, in a sentence
    problem: what the title begins with where something is wrong
    """

    template: ClassVar[str] = "organisations/life.html"
    part: str
    record_id: str
    name: str
    state: str
    paused_until: date | None
    ours_to_open: bool
    until: str
    reason: str
    to: tuple[Option, ...]
    words: str
    wrong: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class PicturesPage(Page):
    """The pictures of a record.

    part: services or organisations
    record_id: the record
    pictures: those that it has
    full: whether it may have no more
    file_error: what is wrong with the file
    alt_error: what is wrong with the words
    alt: the words that were typed
    problem: what the title begins with where something is wrong
    back: the record's list of sections
    number: which section this is
    of: of how many
    """

    template: ClassVar[str] = "organisations/pictures.html"
    part: str
    record_id: str
    pictures: tuple[PictureLine, ...]
    full: bool
    file_error: str
    alt_error: str
    alt: str
    problem: str
    back: str
    number: int
    of: int


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """How often an organisation and its services were found.

    figures: the sums
    spans: the numbers of days to choose from
    record_id: the organisation
    told: a number as it may be told, None for too few
    fewest: below this a number is not told
    """

    template: ClassVar[str] = "organisations/figures.html"
    figures: Figures
    spans: tuple[int, ...]
    record_id: str
    told: Callable[[int], int | None]
    fewest: int
