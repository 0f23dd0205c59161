"""Everything an action needs from outside, opened once per process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hubdirectory.config import Settings
from hubdirectory.domain.schedules import Calendar
from hubdirectory.geocoding.chain import ChainedGeocoder
from hubdirectory.geocoding.nominatim import NominatimGeocoder
from hubdirectory.geocoding.port import Geocoder
from hubdirectory.geocoding.postcodes import Postcodes
from hubdirectory.indexing import drain, words_of_the_manager
from hubdirectory.indexing.together import Together
from hubdirectory.models import Database, database_of
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from search.failover import Failover
from search.port import Engine, SearchError, Words

from .calendars import calendar_of, check_calendar
from .gathering import Gathered
from .hearing import HeardWords, Learnt, stamp_of_words
from .naming import DirectoryGazetteer, around_the_town

if TYPE_CHECKING:
    from .workbench.counting import Search

AT_ONCE_SECONDS = 0.4


@dataclass(frozen=True)
class World:
    """Settings, records, indexes, places and the clock. `engines` holds every index that this installation keeps."""

    settings: Settings
    database: Database
    engines: dict[str, Engine]
    search: Failover
    postcodes: Postcodes
    geocoder: Geocoder
    clock: Callable[[], datetime]
    heard: HeardWords = field(default_factory=HeardWords, compare=False)
    searches: Gathered[Search] = field(default_factory=Gathered, compare=False)
    learnt: Learnt = field(default_factory=Learnt, compare=False)
    together: defaultdict[str, Together] = field(default_factory=lambda: defaultdict(Together), compare=False)

    def now(self) -> datetime:
        """The moment, with its zone; HUB_NOW where that is set."""
        return self.clock()

    @property
    def engine_names(self) -> tuple[str, ...]:
        return tuple(self.engines)

    @property
    def calendar(self) -> Calendar:
        """Bank holidays and school terms; the same object until somebody changes them."""
        return calendar_of(self.settings.instance, self.now().year)

    def index_now(self, numbers: Sequence[int]) -> None:
        """Tries to bring the indexes up to date after a commit. What fails waits for the worker: never for the editor."""
        for engine in self.engines.values():
            first = engine is self.search.first
            if first and not self.search.first_answers():
                continue
            try:
                self.together[engine.name].drain(numbers, partial(self._drain, engine), AT_ONCE_SECONDS)
            except (SearchError, SQLAlchemyError):
                if first:
                    self.search.look_again()

    def _drain(self, engine: Engine, numbers: Sequence[int]) -> None:
        drain(self.database, engine, numbers=numbers, seconds=AT_ONCE_SECONDS)

    def words_changed(self) -> None:
        """Gives the engines the manager's synonyms and stop words as they stand now."""
        words = words_of_the_manager(self.database)
        for engine in self.engines.values():
            with suppress(SearchError):
                engine.set_words(words)

    def hear_words(self, session: Session) -> None:
        """Goes by the manager's words as they stand, whichever process they were changed in. Asked at each search."""
        stamp = stamp_of_words(session)
        if stamp != self.heard.stamp:
            words = words_of_the_manager(self.database)
            for engine in self.engines.values():
                engine.hear_words(words)
            self.heard.stamp = stamp

    def close(self) -> None:
        self.search.close()
        self.database.close()


def open_world(settings: Settings) -> World:
    """Opens what the settings name. Nothing is created; a missing table or index shows when it is used.

    Raises SettingsError for a calendar file that cannot be used.
    """
    check_calendar(settings.instance)
    database = database_of(settings.database_url)
    words = _words(database)
    embedded = EmbeddedEngine(settings.instance / "search", words)
    engines: dict[str, Engine] = {embedded.name: embedded}
    if settings.uses_meilisearch:
        engines["meilisearch"] = MeilisearchEngine(
            settings.meili_url, settings.meili_master_key, settings.meili_index,
            words=words, reader=embedded.read, seconds=settings.search_budget_seconds,
        )  # fmt: skip
    patience = settings.search_budget_seconds
    search = Failover(engines["meilisearch"], embedded, patience=patience) if settings.uses_meilisearch else Failover(embedded)
    postcodes = Postcodes(settings.instance / "postcodes.db")
    geocoder = ChainedGeocoder([postcodes, DirectoryGazetteer(database, settings.town), _nominatim(settings, database)])
    return World(settings, database, engines, search, postcodes, geocoder, _clock(settings))


def _nominatim(settings: Settings, database: Database) -> NominatimGeocoder | None:
    if not settings.nominatim_url:
        return None
    name = settings.nominatim_user_agent or settings.site_name
    return NominatimGeocoder(settings.nominatim_url, user_agent=name, near=around_the_town(database))


def _words(database: Database) -> Words:
    with suppress(SQLAlchemyError):
        return words_of_the_manager(database)
    return Words()  # the tables are not there yet


def _clock(settings: Settings) -> Callable[[], datetime]:
    """HUB_NOW stands still: a trial looks the same at each request."""
    fixed = settings.now
    return (lambda: fixed) if fixed else (lambda: datetime.now(UTC))
