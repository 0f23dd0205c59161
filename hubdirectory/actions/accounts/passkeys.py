"""Passkeys (WebAuthn): of any make, on this device or on another, and as a second step too."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json, parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hubdirectory.actions.acting import Actor
from hubdirectory.config import secret_key
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, AccountSession, Passkey, Spent

from . import sessions
from .hiding import hash_of
from .sessions import Opened
from .telling import tell

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CHALLENGE_SECONDS = 600
LONGEST_NAME = 80


class PasskeyRefused(ValueError):
    """The passkey is not known here, was made for another site, or its answer came too late or twice."""


@dataclass(frozen=True)
class Party:
    """The site as a passkey knows it: `id` is its host name, `origin` what stands in the browser's address."""

    id: str
    origin: str


@dataclass(frozen=True)
class PasskeyLine:
    """A passkey as its owner sees it."""

    id: str
    name: str
    added_at: datetime
    last_used_at: datetime | None


def options_to_add(world: World, actor: Actor, party: Party) -> str:
    """JSON for `navigator.credentials.create`. No kind of authenticator is left out."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        known = session.scalars(select(Passkey).where(Passkey.account_id == actor.account_id)).all()
    return options_to_json(
        generate_registration_options(
            rp_id=party.id, rp_name=world.settings.site_name, user_id=(actor.account_id or "").encode(), user_name=actor.email,
            user_display_name=actor.name or actor.email, challenge=_challenge(world, f"add/{actor.account_id}"),
            exclude_credentials=_described(known),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
            ),
        )
    )  # fmt: skip


def add(world: World, actor: Actor, party: Party, answer: str, name: str, this_session: str) -> Opened:
    """Keeps the passkey that the browser made. This session has then passed a second step. Raises PasskeyRefused."""
    actor.must(Permission.OWN_ACCOUNT)
    try:
        credential = parse_registration_credential_json(answer)
        challenge = _answered(world, f"add/{actor.account_id}", credential.response.client_data_json)
        made = verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=party.id, expected_origin=party.origin
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise PasskeyRefused(str(error)) from error
    row = Passkey(
        account_id=actor.account_id, credential_id=bytes_to_base64url(made.credential_id), name=name.strip()[:LONGEST_NAME],
        public_key=bytes_to_base64url(made.credential_public_key), sign_count=made.sign_count, added_at=world.now(),
        transports=[one.value for one in credential.response.transports or ()],
    )  # fmt: skip
    return _keep(world, row, challenge, this_session)


def remove(world: World, actor: Actor, passkey_id: str) -> None:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        gone = delete(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == actor.account_id).returning(Passkey.id)
        if session.execute(gone).all():
            tell(world, session, session.get_one(Account, actor.account_id), "passkey_removed")


def of_account(world: World, actor: Actor) -> tuple[PasskeyLine, ...]:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        rows = session.scalars(select(Passkey).where(Passkey.account_id == actor.account_id).order_by(Passkey.added_at)).all()
    return tuple(PasskeyLine(row.id, row.name, row.added_at, row.last_used_at) for row in rows)


def how_many(session: Session, account_id: str) -> int:
    return session.scalar(select(func.count()).select_from(Passkey).where(Passkey.account_id == account_id)) or 0


def options_to_sign_in(world: World, party: Party, waiting: Opened | None = None) -> str:
    """JSON for `navigator.credentials.get`; for the second step of a waiting session only with that account's own."""
    allowed: Sequence[Passkey] = ()
    check = UserVerificationRequirement.PREFERRED
    if waiting:
        with world.database.reading() as session:
            allowed = session.scalars(select(Passkey).where(Passkey.account_id == waiting.account_id)).all()
            if _way(session, waiting) == "passkey":
                check = UserVerificationRequirement.REQUIRED
    return options_to_json(
        generate_authentication_options(
            rp_id=party.id, challenge=_challenge(world, _purpose(waiting)), allow_credentials=_described(allowed),
            user_verification=check,
        )
    )  # fmt: skip


def sign_in(
    world: World, party: Party, answer: str, device: str, stays: bool, waiting: Opened | None = None, next_address: str = ""
) -> Opened:
    """Signs in with a passkey, or passes the second step of a waiting session with it. Raises PasskeyRefused.

    A passkey that knew its owner (finger, face or PIN) is both steps at once; one that only was there is one of
    them, and never the second where the first was a passkey too.
    """
    try:
        credential = parse_authentication_credential_json(answer)
        challenge = _answered(world, _purpose(waiting), credential.response.client_data_json)
    except (WebAuthnException, ValueError, KeyError) as error:
        raise PasskeyRefused(str(error)) from error
    with world.database.writing() as session:
        row = session.scalar(select(Passkey).where(Passkey.credential_id == bytes_to_base64url(credential.raw_id)))
        if row is None or (waiting and row.account_id != waiting.account_id):
            raise PasskeyRefused("not known here")
        verified = _verified(row, party, answer, challenge)
        _spend(session, challenge, world.now())
        row.sign_count, row.last_used_at = verified.new_sign_count, world.now()
        if waiting:
            way = _way(session, waiting)
            if not way:
                raise PasskeyRefused("nothing waits for it")
            if way == "passkey" and not verified.user_verified:
                raise PasskeyRefused("the same step twice")
            return sessions.pass_second_step(world, session, waiting.id, next_address)
        account, both = session.get_one(Account, row.account_id), verified.user_verified
        return sessions.begin(world, session, account, "passkey", device, stays, second_step=both, next_address=next_address)


def _way(session: Session, waiting: Opened) -> str:
    """How the first step was passed; "" where the session waits no more."""
    row = select(AccountSession.way).where(AccountSession.id == waiting.id, AccountSession.waiting.is_(True))
    return session.scalar(row) or ""


def _verified(row: Passkey, party: Party, answer: str, challenge: bytes) -> VerifiedAuthentication:
    try:
        return verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=party.id, expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(row.public_key), credential_current_sign_count=row.sign_count,
        )  # fmt: skip
    except WebAuthnException as error:
        raise PasskeyRefused(str(error)) from error


def _keep(world: World, row: Passkey, challenge: bytes, this_session: str) -> Opened:
    try:
        with world.database.writing() as session:
            _spend(session, challenge, world.now())
            session.add(row)
            session.flush()
            account = session.get_one(Account, row.account_id)
            tell(world, session, account, "passkey_added")
            return sessions.pass_second_step(world, session, this_session)
    except IntegrityError as error:
        raise PasskeyRefused("It is here already.") from error


def _described(rows: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    known = {one.value for one in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(row.credential_id),
            transports=[AuthenticatorTransport(one) for one in row.transports if one in known],
        )
        for row in rows
    ]


def _purpose(waiting: Opened | None) -> str:
    return f"second/{waiting.id}" if waiting else "sign in"


def _challenge(world: World, purpose: str) -> bytes:
    """Random, and signed with its purpose and time: nothing has to be kept for a page that is only opened."""
    body = secrets.token_bytes(16) + int(world.now().timestamp()).to_bytes(8, "big")
    return body + _mark(world, purpose, body)


def _answered(world: World, purpose: str, client_data: bytes) -> bytes:
    """The challenge that the browser answered. Raises PasskeyRefused where it is none of ours, or too old."""
    challenge = base64url_to_bytes(str(json.loads(client_data)["challenge"]))
    body, mark = challenge[:24], challenge[24:]
    age = world.now().timestamp() - int.from_bytes(body[16:], "big")
    if not hmac.compare_digest(mark, _mark(world, purpose, body)) or not 0 <= age + 1 <= CHALLENGE_SECONDS + 1:
        raise PasskeyRefused("the challenge is not good any more")
    return challenge


def _mark(world: World, purpose: str, body: bytes) -> bytes:
    return hmac.new(secret_key(world.settings).encode(), f"passkey/{purpose}/".encode() + body, sha256).digest()[:16]


def _spend(session: Session, challenge: bytes, now: datetime) -> None:
    """Raises PasskeyRefused where it was answered before."""
    key = hash_of(challenge.hex())
    if session.get(Spent, key) is not None:
        raise PasskeyRefused("answered already")
    session.execute(insert(Spent).values(token_hash=key, at=now))
