"""The Meilisearch engine: one multi-search a query, through the official client over kept connections."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from meilisearch._httprequests import HttpRequests

from ..analysis import query_words
from ..document import Document
from ..port import EngineUnavailable, IndexMissing, IndexState, Progress, SearchError, Words
from ..query import Query
from ..results import Found, Hit
from ..spelling import Reading
from .meilisearch_queries import Asking, miles_of
from .meilisearch_settings import MOST_HITS, agree, ids_beyond, ids_of, payloads, settings, synonyms
from .meilisearch_transport import Refused, pooled_client

BATCH = 5_000
WRITE_SECONDS = 60.0
TASK_SECONDS = 600.0
Reader = Callable[[str], Reading]


class MeilisearchEngine:
    """`reader` reads a text's words and typos (the embedded engine's `read`): without one nothing is corrected."""

    name = "meilisearch"

    def __init__(
        self, url: str, key: str, index: str = "services", *,
        words: Words | None = None, reader: Reader | None = None, seconds: float = 0.8,
    ) -> None:  # fmt: skip
        self._client = pooled_client(url, key, seconds)
        self._writer = pooled_client(url, key, WRITE_SECONDS)
        self._index = index
        self._words = words or Words()
        self._reader = reader

    # reading

    def search(self, query: Query) -> Found:
        reading = self._read(query.words)
        asking = Asking(self._index, query, " ".join(reading.words))
        if asking.sorts_by_itself:
            return self._sorted(asking, reading)
        answers = self._multi_search(asking.queries())
        return self._found(asking, reading, answers, self._hits(query, answers[0]))

    def count_each(self, queries: Sequence[Query]) -> list[int]:
        asked = [Asking(self._index, query, " ".join(self._read(query.words).words)).counting() for query in queries]
        return [answer["totalHits"] for answer in self._multi_search(asked)] if asked else []

    def _read(self, text: str) -> Reading:
        if self._reader is not None:
            try:
                return self._reader(text)
            except SearchError:
                pass  # without the lexicon a typo finds nothing, and everything else is found as ever
        return Reading(tuple(query_words(text, self._words.stop_words)))

    def _multi_search(self, queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return list(self._client.http.post("multi-search", {"queries": queries})["results"])

    def _found(self, asking: Asking, reading: Reading, answers: list[dict[str, Any]], hits: tuple[Hit, ...]) -> Found:
        main, *others = answers
        facets = {group: main.get("facetDistribution", {}).get(group, {}) for group in asking.query.facets}
        for group, answer in zip(asking.groups_apart, others, strict=False):
            facets[group] = answer["facetDistribution"].get(group, {})
        elsewhere = others[-1] if asking.has_anywhere else None
        return Found(
            total=main["totalHits"], hits=hits, facets=facets,
            anywhere_total=elsewhere["totalHits"] if elsewhere else 0,
            anywhere=self._hits(asking.query, elsewhere) if elsewhere else (),
            engine=self.name, words=reading.words, read_as=reading.changes,
        )  # fmt: skip

    def _hits(self, query: Query, answer: dict[str, Any]) -> tuple[Hit, ...]:
        return tuple(Hit(hit["number"], miles_of(query, hit)) for hit in answer["hits"])

    def _sorted(self, asking: Asking, reading: Reading) -> Found:
        """By name or date with words typed: the server's own rules put relevance before a sort, so the (few) matches
        are fetched by number and sort key, and put in order here."""
        queries = asking.queries()
        queries[0] = {**queries[0], "hitsPerPage": MOST_HITS, "page": 1}
        answers = self._multi_search(queries)
        query = asking.query
        ordered = sorted(answers[0]["hits"], key=asking.sort_key)
        page = ordered[(query.page - 1) * query.per_page :][: query.per_page]
        return self._found(asking, reading, answers, self._hits(query, {"hits": page}))

    def state(self) -> IndexState:
        fingerprints: dict[int, str] = {}
        for page in self._documents():
            for document in page:
                number, fingerprint = document["number"], document["fingerprint"]
                # Places of one service that disagree are stale, whichever of them is right.
                known = fingerprints.setdefault(number, fingerprint)
                fingerprints[number] = known if known == fingerprint else ""
        return IndexState(fingerprints)

    def examine(self) -> None:
        if not agree(self._client.http.get(f"indexes/{self._index}/settings"), settings(self._words)):
            raise IndexMissing("Meilisearch has the index set up in another way.")

    def _documents(self) -> Iterator[list[dict[str, Any]]]:
        offset = 0
        while True:
            body = {"offset": offset, "limit": BATCH, "fields": ["number", "fingerprint"]}
            page = self._writer.http.post(f"indexes/{self._index}/documents/fetch", body)["results"]
            if not page:
                return
            yield page
            offset += len(page)

    # writing

    def update(self, documents: Iterable[Document], gone: Iterable[int] = (), seconds: float | None = None) -> None:
        documents = list(documents)
        left_over = [key for document in documents for key in ids_beyond(document)]
        left_over += [key for number in gone for key in ids_of(number)]
        http = self._in_time(seconds or TASK_SECONDS)
        tasks = []
        if documents:
            body = [payload for document in documents for payload in payloads(document)]
            tasks.append(http.post(f"indexes/{self._index}/documents", body))
        if left_over:
            tasks.append(http.post(f"indexes/{self._index}/documents/delete-batch", left_over))
        self._wait(tasks, seconds or TASK_SECONDS)

    def rebuild(self, documents: Iterable[Document], words: Words, progress: Progress | None = None) -> None:
        fresh = f"{self._index}-{uuid.uuid4().hex[:8]}"
        try:
            self._fill(fresh, documents, words, progress)
            self._swap(fresh)
        finally:
            self._drop(fresh)
        self._words = words

    def _fill(self, fresh: str, documents: Iterable[Document], words: Words, progress: Progress | None) -> None:
        tasks = [self._writer.http.post("indexes", {"uid": fresh, "primaryKey": "id"})]
        tasks.append(self._writer.http.patch(f"indexes/{fresh}/settings", settings(words)))
        remaining, done = iter(documents), 0
        while batch := list(islice(remaining, BATCH)):
            body = [payload for document in batch for payload in payloads(document)]
            tasks.append(self._writer.http.post(f"indexes/{fresh}/documents", body))
            done += len(batch)
            if progress:
                progress(done)
        self._wait(tasks)

    def _swap(self, fresh: str) -> None:
        with suppress(Refused):  # it is there already
            self._wait([self._writer.http.post("indexes", {"uid": self._index, "primaryKey": "id"})])
        self._wait([self._writer.http.post("swap-indexes", [{"indexes": [self._index, fresh]}])])

    def _drop(self, fresh: str) -> None:
        # A left-over index costs space only; the next rebuild makes its own.
        with suppress(SearchError):
            self._writer.http.delete(f"indexes/{fresh}")

    def set_words(self, words: Words) -> None:
        if words != self._words:
            self._wait([self._writer.http.put(f"indexes/{self._index}/settings/synonyms", synonyms(words))])
        self._words = words

    def hear_words(self, words: Words) -> None:
        self._words = words

    def _wait(self, tasks: Iterable[dict[str, Any]], seconds: float = TASK_SECONDS) -> None:
        """Until each task has succeeded: "accepted" is not yet found by a search."""
        http = self._in_time(seconds)
        deadline = time.monotonic() + seconds
        for task in tasks:
            self._wait_for(int(task["taskUid"]), deadline, http)

    def _in_time(self, seconds: float) -> HttpRequests:
        """Somebody waits where the seconds are few: then no single call may take a minute."""
        return self._client.http if seconds < WRITE_SECONDS else self._writer.http

    def _wait_for(self, uid: int, deadline: float, http: HttpRequests) -> None:
        pause = 0.005
        while time.monotonic() < deadline:
            task = http.get(f"tasks/{uid}")
            if task["status"] == "succeeded":
                return
            if task["status"] in ("failed", "canceled"):
                error = task.get("error") or {}
                raise Refused(str(error.get("code", "")), f"Meilisearch could not do it: {error.get('message', '')}")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.2)
        raise EngineUnavailable("Meilisearch took too long over a task.")


