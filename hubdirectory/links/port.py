"""What looks at an address."""

from __future__ import annotations

from typing import Protocol

from hubdirectory.domain.watching import Look


class Looker(Protocol):
    def look(self, address: str) -> Look:
        """Whether the address answers. Never raises for what the other side does."""
        ...
