"""The sentences of mails, and a mail with examples in it to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from hubdirectory import mail
from hubdirectory.mail import Letter, messages, names, shipped

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

__all__ = ["example", "messages", "names", "shipped"]
# What numbers in mails are, so that a preview has its plurals right.
NUMBERS = {"number": 1, "minutes": 15, "hours": 24, "days": 14, "more": 0, "count": 3, "steps": 2}


class Example(str):
    """Stands for whatever a mail is given: itself as a text, one of itself as a list, and more of it by any name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return NUMBERS.get(name, Example(name.replace("_", " ")))

    def __iter__(self) -> Iterator[Any]:
        return iter((Example(str.__str__(self)),))

    def __len__(self) -> int:
        return 1


def example(world: World, name: str, locale: str, own: Mapping[str, str]) -> Letter:
    """The mail as it would read, with an example for each thing that it is given."""
    settings = world.settings
    known: dict[str, Any] = {"site": settings.site_name, "town": settings.town, "address": settings.public_url}
    others = {value: NUMBERS.get(value, Example(value.replace("_", " "))) for value in mail.values_of(name) if value not in known}
    return mail.render(name, locale, own, **known, **others)
