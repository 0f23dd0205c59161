"""Something on each of the desk's lists: changes to review, a claim, reports, duplicates, what broke. The same every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.belonging import ClaimState
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.states import State
from hubdirectory.models import (
    Account,
    Base,
    Change,
    Claim,
    DeskNote,
    ForTheManager,
    ImportRow,
    ImportRun,
    Mail,
    Membership,
    Organisation,
    Phone,
    Report,
    Service,
    ServiceAtLocation,
    Source,
    Watched,
)

from .town import sample_id

REPORTS = (
    ("phone", "I rang three times. A recorded voice says that the number is not in use."),
    ("times", "They have moved to Thursdays, it said so on the door."), ("closed", ""),
    ("place", "The entrance is round the back now, by the car park."),
)  # fmt: skip
WAITING = (("silent", ""), ("change", "We have a new telephone number, please ring us."), ("nobody", ""))
SOURCE = {"slug": "example-spreadsheet", "title": "An example spreadsheet", "publisher": "The sample town", "licence": "None"}
ROWS = (
    (2, "refused", "There is no name in this row.", {"Name": "", "Telephone": "01429 000000"}),
    (5, "refused", "“TS99 9ZZ” is not a postcode that exists.", {"Name": "Knit and natter", "Postcode": "TS99 9ZZ"}),
    (7, "skipped", "It is there already.", {"Name": "Chess club", "Postcode": "TS24 7PW"}),
)  # fmt: skip


def fill_desk(session: Session, now: datetime) -> None:
    """Puts back what trials have worked off. The sample's records must be there, and flushed."""
    services = session.scalars(
        select(Service).where(Service.sample, Service.state == State.PUBLISHED).order_by(Service.slug)
    ).all()
    organisations = session.scalars(select(Organisation).where(Organisation.sample).order_by(Organisation.slug)).all()
    accounts = {account.email.partition("@")[0]: account.id for account in session.scalars(select(Account).where(Account.sample))}
    if len(services) < 40 or len(organisations) < 20:
        return
    owned = session.scalar(select(Membership.organisation_id).where(Membership.account_id == accounts.get("owner")))
    numbers = dict(session.execute(select(Phone.service_id, Phone.number).where(Phone.service_id.is_not(None))).all())
    phoned = next(service for service in services[9:] if service.id in numbers)
    number = numbers[phoned.id]
    for row in (
        *_twin(session, services, now), *_changes(services, owned, accounts, now), *_reports(services, now),
        *_said(organisations, now), *_broken(services, (number, phoned), now), *_import(now),
        *_rest(organisations, accounts, now),
    ):  # fmt: skip
        session.merge(row)
        session.flush()


def _ago(now: datetime, **ago: float) -> datetime:
    return now - timedelta(**ago)


def _changes(
    services: Sequence[Service], owned: str | None, accounts: dict[str, str], now: datetime
) -> Iterator[Base]:  # fmt: skip
    """Of the sample owner's organisation, where there are any services; else without an author."""
    theirs = [service for service in services if service.organisation_id == owned] or list(services[:3])
    words: tuple[dict[str, Any], ...] = (
        {"summary": "A warm room, a cup of tea and somebody to talk to.", "email": "hello@group.example"},
        {"fees_description": "Give what you can. Nobody is turned away.", "name": f"{theirs[-1].name} and friends"},
    )
    for number, (service, fields) in enumerate(zip((theirs[0], theirs[-1]), words, strict=True)):
        who = "editor" if number == 0 else "owner"
        yield Change(
            id=sample_id("change", str(number)), record_kind="service", record_id=service.id,
            organisation_id=service.organisation_id, account_id=accounts.get(who), state=ChangeState.IN_REVIEW.value,
            base_revision=0, fields=fields, problems={}, versions={}, conflicts={}, version=1,
            note="We changed this at our last meeting." if number == 0 else "", started_at=_ago(now, days=2 + number),
            saved_at=_ago(now, days=2 + number), submitted_at=_ago(now, days=1 + number, hours=3), fixes={}, left=[], reason="",
        )  # fmt: skip


def _reports(services: Sequence[Service], now: datetime) -> Iterator[Base]:
    for number, (reason, words) in enumerate(REPORTS):
        record = services[number * 7 + 3]
        yield Report(
            id=sample_id("report", str(number)), record_kind="service", record_id=record.id, reason=reason, words=words,
            at=_ago(now, days=number * 2, hours=5), settled_at=None,
        )  # fmt: skip


def _said(organisations: Sequence[Organisation], now: datetime) -> Iterator[Base]:
    for number, (reason, words) in enumerate(WAITING):
        one = organisations[number * 5 + 2]
        yield ForTheManager(
            id=sample_id("waiting", str(number)), organisation_id=one.id, record_kind="organisation", record_id=one.id,
            reason=reason, words=words, at=_ago(now, days=3 * number + 1), settled_at=None,
        )  # fmt: skip


def _broken(services: Sequence[Service], phones: tuple[str, Service], now: datetime) -> Iterator[Base]:
    """Addresses and a number that are in the records as they stand."""
    with_web = [service for service in services if service.url][:2]
    for number, service in enumerate(with_web):
        yield Watched(
            id=sample_id("watched", str(number)), organisation_id=service.organisation_id, record_kind="service",
            record_id=service.id, field="website", value=service.url, next_at=_ago(now, days=-1), checked_at=_ago(now, hours=7),
            failed_days=3 + number, broken_since=_ago(now, days=4 + number), problem="not_found", status=404,
        )  # fmt: skip
    value, phoned = phones
    yield Watched(
        id=sample_id("watched", "phone"), organisation_id=phoned.organisation_id, record_kind="service",
        record_id=phoned.id, field="phone", value=value, next_at=_ago(now, days=-1), checked_at=_ago(now, hours=7),
        failed_days=1, broken_since=_ago(now, days=2), problem="not_a_number",
    )  # fmt: skip


def _twin(session: Session, services: Sequence[Service], now: datetime) -> Iterator[Base]:
    """A draft that says nearly what a service of another organisation says: nobody sees it but the desk."""
    phones = dict(session.execute(select(Phone.service_id, Phone.number).where(Phone.service_id.is_not(None))).all())
    placed = dict(session.execute(select(ServiceAtLocation.service_id, ServiceAtLocation.location_id)).all())
    one = next((service for service in services if service.id in phones and service.id in placed), None)
    other = next((service for service in reversed(services) if one and service.organisation_id != one.organisation_id), None)
    if one is None or other is None:
        return
    twin = sample_id("service", f"twin-of-{one.slug}")
    yield Service(
        id=twin, slug=f"{one.slug[:70]}-hartlepool", organisation_id=other.organisation_id, name=f"{one.name} Hartlepool",
        summary=one.summary, description="", state=State.DRAFT.value, modes=list(one.modes), sample=True,
        created_at=_ago(now, days=9), updated_at=_ago(now, days=9),
    )  # fmt: skip
    yield Phone(id=sample_id(twin, "phone"), service_id=twin, number=phones[one.id], position=0)
    yield ServiceAtLocation(id=sample_id(twin, "place"), service_id=twin, location_id=placed[one.id], position=0, description="")


def _import(now: datetime) -> Iterator[Base]:
    source, run = sample_id("source", "example"), sample_id("import", "example")
    yield Source(id=source, url="", licence_url="", **SOURCE)
    account = {"read": 9, "added": 0, "changed": 0, "unchanged": 6, "skipped": 1, "refused": 2, "gone": 0}
    at = _ago(now, days=1, hours=2)
    yield ImportRun(id=run, source_id=source, started_at=at, ended_at=at + timedelta(seconds=4), dry_run=False, account=account)
    for number, outcome, reason, row in ROWS:
        yield ImportRow(id=sample_id(run, str(number)), run_id=run, number=number, outcome=outcome, reason=reason, as_it_came=row)


def _rest(organisations: Sequence[Organisation], accounts: dict[str, str], now: datetime) -> Iterator[Base]:
    yield DeskNote(
        id=sample_id("note", "0"), record_kind="organisation", record_id=organisations[2].id, at=_ago(now, days=12),
        account_id=accounts.get("manager"), text="Ring after 4pm: she works until then.",
    )  # fmt: skip
    yield Mail(
        id=sample_id("mail", "0"), to="old-address@sample.example", subject="Is this still right?", text="", html="",
        kind="still_right", about=f"organisation/{organisations[7].id}", queued_at=_ago(now, days=5), done=True,
        next_try_at=_ago(now, days=5), tries=1, problem="550 No such user", refused_at=_ago(now, days=5),
    )  # fmt: skip
    if "resident" in accounts:
        yield Claim(
            id=sample_id("claim", "0"), organisation_id=organisations[4].id, account_id=accounts["resident"],
            state=ClaimState.WAITING.value, proposed=False, address="", reason="", asked_at=_ago(now, hours=20),
            words="I have run the group with my sister since the spring.",
        )  # fmt: skip
