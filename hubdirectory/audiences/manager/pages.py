"""The desk's pages: what each template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from hubdirectory.actions.catalogues import Standing
from hubdirectory.actions.desk.deeds import Done
from hubdirectory.actions.desk.morning import Heap
from hubdirectory.actions.desk.searching import Choices, RecordsFound, Wanted
from hubdirectory.web.pages import Page


@dataclass(frozen=True)
class Verb:
    """Something to do to an item. `key`: its letter; `words`: what is asked with it, "" for nothing; `must`: it has to be said.

    several: it can be done to many at once
    """

    slug: str
    name: str
    key: str
    words: str = ""
    must: bool = False
    several: bool = True


@dataclass(frozen=True)
class WorkItem:
    """One thing to work on: what it is called, its page, what there is to know, and since when it waits.

    links: more pages, (name, address) each; verbs: which of the list's verbs it has, () for all
    quote: somebody's own words; picture: its address, width, height and what it shows; terms: to be ticked, (term, name) each
    """

    id: str
    name: str
    address: str
    facts: tuple[str, ...]
    since: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()
    verbs: tuple[str, ...] = ()
    quote: str = ""
    picture: tuple[str, int, int, str] | None = None
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HeapLine:
    """A pile of work on the morning page. `age`: how long its oldest waits, in words."""

    heap: Heap
    name: str
    address: str
    age: str


@dataclass(frozen=True, kw_only=True)
class DeskPage(Page):
    """The morning page.

    heaps: every pile, with its list's address
    words: links to what is edited at the desk, (name, address) each
    """

    template: ClassVar[str] = "manager/desk.html"
    heaps: tuple[HeapLine, ...]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class WorkListPage(Page):
    """A list that is worked through.

    name: its name in addresses
    items: what waits, the first to be worked first
    verbs: what can be done
    total: how many wait in all
    done: what was done last, with its undo; None for nothing
    wrong: the id of an item whose words were missing, and the sentence for it
    typed: what was typed for it
    earlier: the list's page before this one, "" for none
    later: the page after it
    about: a sentence on what this list is
    """

    template: ClassVar[str] = "manager/work_list.html"
    name: str
    items: tuple[WorkItem, ...]
    verbs: tuple[Verb, ...]
    total: int
    done: Done | None
    about: str
    wrong: tuple[str, str] = ("", "")
    typed: str = ""
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A field in review: what it is now and what it would be, line by line, with what is wrong and what to fix it with.

    conflict: what the record says since the change began, () where nobody changed it
    lines: (how, before, after) of each item of a list that differs
    """

    field: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    inputs: Any
    problems: tuple[tuple[str, str], ...]
    conflict: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """One change, field by field.

    line: the change: who, when, of what
    version: goes back with the decision
    fields: what differs
    note: the author's words to the reviewer
    suggested: terms that the record has only suggested, (term, name, ticked) each
    others: fields that are wrong or missing besides, with the sentence
    errors: what kept the last decision from being made
    reason: the reason as typed
    following: the address of the next change, "" for the last
    decided: whether it waits no more
    """

    template: ClassVar[str] = "manager/review.html"
    line: Any
    version: int
    fields: tuple[FieldChange, ...]
    note: str
    suggested: tuple[tuple[str, str, bool], ...]
    others: tuple[tuple[str, str], ...]
    errors: tuple[tuple[str, str], ...]
    reason: str
    following: str
    decided: bool


@dataclass(frozen=True, kw_only=True)
class RecordsPage(Page):
    """Any record.

    found: this page of records
    wanted: what was asked for
    choices: what the filters offer
    done: what was done last
    earlier: the page before, "" for none
    later: the page after
    exports: addresses of the same records as a file, by ending
    query: the choice as it stands in the address
    now: the moment
    """

    template: ClassVar[str] = "manager/records.html"
    found: RecordsFound
    wanted: Wanted
    choices: Choices
    done: Done | None
    earlier: str
    later: str
    exports: Mapping[str, str]
    query: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class BulkPage(Page):
    """What would be done to many records, before it is.

    verb: what
    sentence: what it will do to how many
    able: kind and id of those that it will be done to
    others: those that it will not be done to, with why not
    asked: the verb's own fields as typed, by name
    back: the list
    error: what is wrong with the fields, "" for nothing
    terms: what may be put on or taken off, (term, name) each
    """

    template: ClassVar[str] = "manager/bulk.html"
    verb: str
    sentence: str
    able: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, str, str], ...]
    asked: Mapping[str, str]
    back: str
    error: str
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class DonePage(Page):
    """What became of each record.

    done: the deed
    results: kind, id, name and why not ("" for done) of each
    back: the list
    """

    template: ClassVar[str] = "manager/done.html"
    done: Done
    results: tuple[tuple[str, str, str, str], ...]
    back: str


@dataclass(frozen=True)
class HistoryLine:
    """A revision: what it is called and what differs, (field, name, before, after) each."""

    number: int
    at: datetime
    name: str
    by: str
    approved_by: str
    note: str
    differences: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RecordPage(Page):
    """One record with everything.

    record: the record
    fields: field, name and lines of each
    history: its revisions, newest first
    notes: private ones
    watching: whether the manager is told of changes
    pairs: likely duplicates: (id, kind, other's id, name, whose, score, reasons, address of merging)
    reports: what visitors said and nobody has settled
    mergings: mergings that it took part in, with the other's name
    public: its public address, "" for none
    own: its organisation's own page for it, "" for none
    suggested: suggested terms, (term, name) each
    verbs: what may be done to its state
    done: what was done last
    error: what kept the last verb from being done, "" for nothing
    now: the moment
    """

    template: ClassVar[str] = "manager/record.html"
    record: Any
    fields: tuple[tuple[str, str, tuple[str, ...]], ...]
    history: tuple[HistoryLine, ...]
    notes: tuple[Any, ...]
    watching: bool
    pairs: tuple[Any, ...]
    reports: tuple[Any, ...]
    mergings: tuple[Any, ...]
    public: str
    own: str
    suggested: tuple[tuple[str, str], ...]
    verbs: tuple[str, ...]
    done: Done | None
    error: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class EditFieldPage(Page):
    """One field of a record, or the terms on it.

    inputs: the field's inputs
    terms: for categories: (taxonomy, ((term, name, ticked), …)) each
    errors: key of the input and sentence of what is wrong
    theirs: what somebody else has made of it meanwhile, line by line
    base: the revision that the form was filled from
    back: the record
    """

    template: ClassVar[str] = "manager/edit_field.html"
    inputs: Any
    terms: tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]
    errors: tuple[tuple[str, str], ...]
    theirs: tuple[str, ...]
    base: int
    back: str


@dataclass(frozen=True, kw_only=True)
class MergePage(Page):
    """Two records side by side.

    kind: their kind
    kept: id and name of the one that stays
    gone: id and name of the one that goes into it
    fields: field, name, lines of the kept one, lines of the other, whether both can be had, and what is picked
    turned: the address of the same page the other way round
    why: what agrees, in words
    error: what kept it from being done, "" for nothing
    """

    template: ClassVar[str] = "manager/merge.html"
    kind: str
    kept: tuple[str, str]
    gone: tuple[str, str]
    fields: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], bool, str], ...]
    turned: str
    why: tuple[str, ...]
    error: str


@dataclass(frozen=True, kw_only=True)
class WordsPage(Page):
    """What is edited at the desk.

    parts: heading and links, (name, address, note) each
    """

    template: ClassVar[str] = "manager/words.html"
    parts: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True, kw_only=True)
class LanguagesPage(Page):
    """How far each language of the site is.

    lines: its own name, its code, how far it is, and the address of its spreadsheet
    """

    template: ClassVar[str] = "manager/languages.html"
    lines: tuple[tuple[str, str, Standing, str], ...]


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """A taxonomy.

    taxonomy: its terms
    errors: what is wrong with a new term
    typed: its name as typed
    """

    template: ClassVar[str] = "manager/terms.html"
    taxonomy: Any
    errors: tuple[tuple[str, str], ...]
    typed: str


@dataclass(frozen=True, kw_only=True)
class TermPage(Page):
    """One term.

    taxonomy: its taxonomy's slug
    term: the term
    typed: its fields as typed, by name
    languages: code and name of each language besides English
    errors: what is wrong
    """

    template: ClassVar[str] = "manager/term.html"
    taxonomy: str
    term: Any
    typed: Mapping[str, str]
    languages: tuple[tuple[str, str], ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VersionLine:
    """An earlier text: when, by whom, and its first words."""

    id: str
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, kw_only=True)
class WordListPage(Page):
    """Synonyms or stop words: one text with a line for each group.

    text: as it stands, or as typed
    hint: how it is written
    errors: key and sentence of what is wrong
    versions: earlier ones
    found: what a search for the words gives now, (words, number) each
    """

    template: ClassVar[str] = "manager/word_list.html"
    text: str
    hint: str
    errors: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]
    found: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class PanelPage(Page):
    """A crisis panel.

    kind: which one, `crisis` for the general one
    language: code of the language that is edited
    languages: code, name and address of each
    typed: heading, intro and advice as typed
    lines: name, number, kind and note of each line as typed
    preview: the panel as visitors would see it, None before somebody asked
    errors: what is wrong
    versions: earlier panels
    """

    template: ClassVar[str] = "manager/panel.html"
    kind: str
    language: str
    languages: tuple[tuple[str, str, str], ...]
    typed: Mapping[str, str]
    lines: tuple[Mapping[str, str], ...]
    preview: Any
    errors: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class TextPage(Page):
    """A page's text in one language.

    language: code of the language that is edited
    languages: code, name and address of each
    text: as typed
    preview: as visitors would see it, None before somebody asked
    public: the page itself
    errors: what is wrong
    versions: earlier texts
    """

    template: ClassVar[str] = "manager/text.html"
    language: str
    languages: tuple[tuple[str, str, str], ...]
    text: str
    preview: Any
    public: str
    errors: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class MailTextPage(Page):
    """A mail's sentences in one language.

    language: code of the language that is edited
    languages: code, name and address of each
    sentences: number, the sentence that came with the site, and the own one as typed, of each
    preview: subject and text with examples in it, None before somebody asked
    errors: what is wrong, by number
    versions: earlier sentences
    """

    template: ClassVar[str] = "manager/mail_text.html"
    language: str
    languages: tuple[tuple[str, str, str], ...]
    sentences: tuple[tuple[int, str, str], ...]
    preview: Any
    errors: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class AuditPage(Page):
    """The trail of who did what.

    trail: this page of it
    asked: the filter's fields, by name
    verbs: what may be filtered by
    earlier: the page before, "" for none
    later: the page after
    links: the desk's page for the record of each line, by the line's number
    """

    template: ClassVar[str] = "manager/audit.html"
    trail: Any
    asked: Mapping[str, str]
    verbs: tuple[str, ...]
    earlier: str
    later: str
    links: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class ImportsPage(Page):
    """Every import.

    runs: newest first
    """

    template: ClassVar[str] = "manager/imports.html"
    runs: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """One import and its rows as they came.

    run: the import
    rows: this page of rows
    outcome: which rows are shown, "" for all
    addresses: of the page before and after, "" for none
    """

    template: ClassVar[str] = "manager/import.html"
    run: Any
    rows: tuple[Any, ...]
    outcome: str
    addresses: tuple[str, str] = field(default=("", ""))
