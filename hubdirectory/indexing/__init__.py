"""The bridge from the tables to the indexes: dirty rows, documents, drain, rebuild, check."""

from .dirty import (
    forget,
    mark,
    services_at_location,
    services_of_organisation,
    services_with_term,
    touch,
    touch_all,
    touch_all_made_by_older_code,
)
from .drain import Drained, documents_of, drain
from .healing import Look, heal, look
from .loading import last_confirmed, load_services
from .rebuild import Backlog, Differences, backlog, check, mark_differences, rebuild, words_of_the_manager

__all__ = [
    "Backlog", "Differences", "Drained", "Look", "backlog", "check", "documents_of", "drain", "forget", "heal", "last_confirmed",
    "load_services", "look", "mark", "mark_differences", "rebuild", "services_at_location", "services_of_organisation",
    "services_with_term", "touch", "touch_all", "touch_all_made_by_older_code", "words_of_the_manager",
]  # fmt: skip
