"""A bare bulk load of Meilisearch: the same documents and settings, straight into a fresh index. What a rebuild is held
against."""

from __future__ import annotations

import time
from itertools import islice

from hubdirectory.actions.world import World
from hubdirectory.indexing import words_of_the_manager
from hubdirectory.indexing.rebuild import every_document
from search.engines.meilisearch_settings import payloads, settings
from search.engines.meilisearch_transport import pooled_client

BATCH = 20_000
CALL_SECONDS, TASK_SECONDS = 120.0, 1800


def bare_load_seconds(world: World) -> float:
    """Seconds from the first document sent to the last one found; the reading of them before does not count."""
    chosen = world.settings
    client = pooled_client(chosen.meili_url, chosen.meili_master_key, CALL_SECONDS)
    documents = iter([payload for document in every_document(world.database) for payload in payloads(document)])
    index = client.index(f"{chosen.meili_index}_bare")
    started = time.perf_counter()
    tasks = [
        client.create_index(index.uid, {"primaryKey": "id"}),
        index.update_settings(settings(words_of_the_manager(world.database))),
    ]
    while batch := list(islice(documents, BATCH)):
        tasks.append(index.add_documents(batch))
    for task in tasks:
        client.wait_for_task(task.task_uid, timeout_in_ms=1000 * TASK_SECONDS, interval_in_ms=50)
    seconds = time.perf_counter() - started
    client.delete_index(index.uid)
    return seconds
