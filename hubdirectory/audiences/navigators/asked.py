"""What is looked for, in the address of the page and nowhere else: read from it, and written back.

Everybody is forgiven what cannot be read. A postcode is never among it: see domain.spots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from hubdirectory.domain import spots
from hubdirectory.domain.ages import OLDEST, band_of
from hubdirectory.domain.distance import Point
from hubdirectory.domain.fitting import Asking
from hubdirectory.domain.navigator_notes import MOST_WEEKS
from hubdirectory.domain.signposting import MOST_SERVICES
from hubdirectory.web.addresses import Pairs

# Facet group -> what domain.fitting calls it.
GROUPS = {
    "need": "needs", "audience": "audiences", "day": "days", "cost": "costs", "language": "languages", "access": "access",
}  # fmt: skip
SORTS = ("relevance", "distance", "confirmed")
DISTANCES = (0.5, 1.0, 2.0, 5.0)
WAITS = (0, 2, 6, 12)
LONGEST_WORDS = 200
MOST_CHOICES = 40
FARTHEST_MILES = 100.0
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,89}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
Args = MultiDict[str, str]


@dataclass(frozen=True)
class Wish:
    """A page of the workspace. `place`: the slug of where the navigator is; `spot`: where the person comes from, roughly.

    `ward` is for the signpost, not a filter. `picks` are the slugs of the shortlist, in its order.
    """

    asking: Asking = field(default_factory=Asking)
    words: str = ""
    place: str = ""
    spot: Point | None = None
    ward: str = ""
    picks: tuple[str, ...] = ()
    sort: str = "relevance"
    page: int = 1
    anywhere: bool = False

    @property
    def age_band(self) -> str:
        return band_of(self.asking.age)


def wish_from(args: Args) -> Wish:
    groups = {name: slugs_of(args, group) for group, name in GROUPS.items()}
    asking = Asking(
        **groups, age=_number(args, "age", OLDEST), miles=_miles(args), weeks=_number(args, "wait", MOST_WEEKS),
        referrals=args.get("referrals") == "yes",
    )  # fmt: skip
    spot = spots.read(args.get("spot", ""))
    sort = args.get("sort", "")
    return Wish(
        asking, _CONTROLS.sub(" ", args.get("q", "")).strip()[:LONGEST_WORDS], slug_of(args, "place"), spot,
        slug_of(args, "ward"), slugs_of(args, "pick")[:MOST_SERVICES], sort if sort in SORTS else "relevance",
        min(max(_number(args, "page", 1_000_000) or 1, 1), 1_000_000), args.get("where") == "anywhere",
    )  # fmt: skip


def pairs_of(wish: Wish) -> Pairs:
    """The query string of a page, without its number."""
    return tuple((key, value) for key, value in _pairs(wish) if value)


def _pairs(wish: Wish) -> Iterator[tuple[str, str]]:
    asking = wish.asking
    yield "place", wish.place
    yield "q", wish.words
    for group, name in GROUPS.items():
        yield from ((group, slug) for slug in getattr(asking, name))
    yield "age", "" if asking.age is None else str(asking.age)
    yield "within", "" if asking.miles is None else f"{asking.miles:g}"
    yield "wait", "" if asking.weeks is None else str(asking.weeks)
    yield "referrals", "yes" if asking.referrals else ""
    yield "spot", spots.written(wish.spot) if wish.spot else ""
    yield "ward", wish.ward
    yield "sort", wish.sort if wish.sort != "relevance" else ""
    yield "where", "anywhere" if wish.anywhere else ""
    yield from (("pick", slug) for slug in wish.picks)


def slugs_of(args: Args, key: str) -> tuple[str, ...]:
    """What can be a slug or an id; nothing else reaches a database."""
    return tuple(dict.fromkeys(slug for slug in args.getlist(key) if _SLUG.fullmatch(slug)))[:MOST_CHOICES]


def slug_of(args: Args, key: str) -> str:
    found = _SLUG.fullmatch(args.get(key, ""))
    return found[0] if found else ""


def _number(args: Args, key: str, most: int) -> int | None:
    given = args.get(key, "").strip()
    if not (given.isascii() and given.isdigit() and len(given) < 8):
        return None
    return int(given) if int(given) <= most else None


def _miles(args: Args) -> float | None:
    try:
        miles = float(args.get("within", ""))
    except ValueError:
        return None
    return miles if 0 < miles <= FARTHEST_MILES else None
