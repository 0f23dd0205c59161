"""Looking whether a web address answers: politely, and never inside our own network."""

from .http import HttpLooker
from .pace import Pace
from .port import Looker

__all__ = ["HttpLooker", "Looker", "Pace"]
