"""What the sample's navigators have: templates, notes, favourites, and signposts of three months. The same every time.

Invented as everything here: nobody came, and nobody was sent anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hubdirectory.domain.days import LONDON
from hubdirectory.domain.navigator_notes import Kind
from hubdirectory.domain.signposting import Outcome, Way, reference_from
from hubdirectory.domain.states import AttributeState, State
from hubdirectory.models import (
    Account,
    AccountLocation,
    Area,
    Attribute,
    Base,
    Favourite,
    NavigatorNote,
    NavigatorTemplate,
    Service,
    Signpost,
    SignpostService,
    Taxonomy,
    TaxonomyTerm,
)

from .town import sample_id

WHO = ("navigator@sample.example", "hub@sample.example")
# Name, what it begins with, and the need whose services are on the list already.
TEMPLATES: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...] = (
    ("New parent, low mood", (("need", "perinatal"), ("need", "talking-therapy"), ("wait", "6")), "perinatal"),
    ("Just bereaved", (("need", "bereavement"), ("need", "befriending")), "bereavement"),
    ("Lonely since retiring", (("need", "befriending"), ("need", "active-ageing"), ("within", "2")), "befriending"),
    ("Behind with the bills", (("need", "debt"), ("need", "benefits"), ("cost", "free")), "debt"),
)
NOTED: tuple[tuple[str, Kind, str, int | None], ...] = (
    ("talking-therapy", Kind.WAIT, "", 9), ("talking-therapy", Kind.HOW_TO_REFER, "By their own form, with them there.", None),
    ("bereavement", Kind.WAIT, "Shorter for children.", 3), ("debt", Kind.DIRECT_LINE, "01632 960 410, mornings", None),
    ("perinatal", Kind.DIRECT_LINE, "01632 960 455, ask for the duty midwife", None), ("perinatal", Kind.WAIT, "", 2),
    ("befriending", Kind.OTHER, "They ring back within two days. A new visitor takes longer to find.", None),
)  # fmt: skip
NEEDS = ("talking-therapy", "bereavement", "befriending", "debt", "benefits", "perinatal", "food", "carers")
WEIGHTS = (30, 12, 25, 14, 8, 6, 10, 5)
BANDS = (("", 8), ("12-to-17", 2), ("18-to-25", 12), ("26-to-64", 50), ("65-and-over", 28))
WAYS = ((Way.PRINT, 50), (Way.TOLD, 20), (Way.EMAIL, 12), (Way.TEXT, 10), (Way.LINK, 5), (Way.PDF, 3))
OUTCOMES = (
    ("", 55),
    (Outcome.WENT, 25),
    (Outcome.WAITING, 8),
    (Outcome.FULL, 4),
    (Outcome.NOT_RIGHT, 5),
    (Outcome.NO_CONTACT, 3),
)
DAYS, A_DAY = 92, 0.6


def fill_workspace(session: Session, now: datetime) -> None:
    """Puts back what trials have changed. The sample's records and accounts must be there, and flushed."""
    people = dict(session.execute(select(Account.email, Account.id).where(Account.email.in_(WHO), Account.sample)).all())
    works = {
        email: session.scalars(select(AccountLocation.location_id).where(AccountLocation.account_id == id_)).all()
        for email, id_ in people.items()
    }
    places = sorted({place for several in works.values() for place in several})
    by_need = {need: _services(session, need) for need in (*NEEDS, *(one for _, _, one in TEMPLATES))}
    if len(people) < len(WHO) or not all(by_need.values()):
        return
    wards = sorted(session.scalars(select(Area.slug).where(Area.kind == "ward")))
    first = people[WHO[0]]
    session.execute(delete(Signpost).where(Signpost.location_id.in_(places), Signpost.sheet_id.is_(None)))
    for row in (
        *_templates(places, by_need, first, now), *_notes(by_need, list(people.values()), now), *_favourites(by_need, first, now)
    ):  # fmt: skip
        session.merge(row)
    session.flush()
    taken, today = set(session.scalars(select(Signpost.reference))), now.astimezone(LONDON).date()
    for number, place in enumerate(places):
        random = Random(f"signposts {number}")  # noqa: S311 (invented, and the same every time)
        session.add_all(_signposts(random, place, by_need, wards, today, number, taken))
    session.flush()


def _services(session: Session, need: str) -> Sequence[Service]:
    """Of that need, the oldest slugs first."""
    having = select(Attribute.service_id).join(TaxonomyTerm).join(Taxonomy)
    having = having.where(Taxonomy.slug == "need", TaxonomyTerm.slug == need, Attribute.state == AttributeState.CONFIRMED)
    there = select(Service).where(Service.sample, Service.state == State.PUBLISHED, Service.id.in_(having))
    return session.scalars(there.order_by(Service.slug).limit(12)).all()


def _templates(places: list[str], by_need: dict[str, Sequence[Service]], account_id: str, now: datetime) -> Iterator[Base]:
    for place in places:
        for name, filters, need in TEMPLATES:
            pairs = [list(pair) for pair in filters]
            yield NavigatorTemplate(
                id=sample_id("template", f"{place}/{name}"), location_id=place, name=name, filters=pairs,
                services=[one.id for one in by_need[need][:1]], made_at=now - timedelta(days=40), account_id=account_id,
                removed_at=None,
            )  # fmt: skip


def _notes(by_need: dict[str, Sequence[Service]], people: list[str], now: datetime) -> Iterator[Base]:
    for number, (need, kind, text, weeks) in enumerate(NOTED):
        for turn, service in enumerate(by_need[need][:2]):
            yield NavigatorNote(
                id=sample_id("navigator-note", f"{number}/{turn}"), service_id=service.id, number=number + 1, kind=kind.value,
                text=text, weeks=None if weeks is None else weeks + turn, at=now - timedelta(days=5 + number * 3),
                account_id=people[(number + turn) % len(people)], removed_at=None,
            )  # fmt: skip


def _favourites(by_need: dict[str, Sequence[Service]], account_id: str, now: datetime) -> Iterator[Base]:
    for need in NEEDS[:4]:
        yield Favourite(account_id=account_id, service_id=by_need[need][0].id, since=now - timedelta(days=30))


def _signposts(
    random: Random,
    place: str,
    by_need: dict[str, Sequence[Service]],
    wards: list[str],
    today: date,
    number: int,
    taken: set[str],
) -> Iterator[Base]:
    """Somewhat fewer at each further place; none at weekends."""
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        for turn in range(4 - number if day.weekday() < 5 else 0):
            if random.random() < A_DAY:
                yield from _signpost(random, f"{place}/{day}/{turn}", place, by_need, wards, day, taken)


def _signpost(
    random: Random,
    name: str,
    place: str,
    by_need: dict[str, Sequence[Service]],
    wards: list[str],
    day: date,
    taken: set[str],
) -> Iterator[Base]:
    need = random.choices(NEEDS, WEIGHTS)[0]
    id_ = sample_id("signpost", name)
    yield Signpost(
        id=id_, reference=_word(random, taken), location_id=place, day=day, needs=[need],
        age_band=_drawn(random, BANDS), ward=random.choice([*wards, ""]) if wards else "", way=str(_drawn(random, WAYS)),
        sheet_id=None, outcome="", taken_back=None,
    )  # fmt: skip
    for position, service in enumerate(
        random.sample(list(by_need[need])[:6], k=min(random.choice((1, 2, 2, 3)), len(by_need[need])))
    ):
        yield SignpostService(signpost_id=id_, service_id=service.id, position=position, outcome=str(_drawn(random, OUTCOMES)))


def _drawn(random: Random, weighted: Sequence[tuple[str, int]]) -> str:
    return random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def _word(random: Random, taken: set[str]) -> str:
    """One that no other signpost has."""
    word = reference_from(random.choice)
    while word in taken:
        word = reference_from(random.choice)
    taken.add(word)
    return word
