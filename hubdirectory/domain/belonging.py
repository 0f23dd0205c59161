"""Whose an organisation is: what proves it, and who may leave it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from .states import MemberRole

INVITATION_DAYS = 14
PROOF_DAYS = 3


class ClaimState(StrEnum):
    """Mailed: a link is on its way. Waiting: the manager decides. The others are ends."""

    MAILED = "mailed"
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN_CLAIMS = frozenset({ClaimState.MAILED, ClaimState.WAITING})

# Where anybody gets an address, or everybody of a whole profession: having one proves nothing.
_FREE_MAIL = """
    aol.co.uk aol.com blueyonder.co.uk btconnect.com btinternet.com btopenworld.com doctors.org.uk duck.com fastmail.com
    fastmail.fm fsmail.net gmail.com gmx.co.uk gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com
    hotmail.fr hush.com hushmail.com icloud.com inbox.com interia.pl lineone.net live.co.uk live.com mac.com mail.com
    mail.ru me.com msn.com nhs.net ntlworld.com o2.co.uk o2.pl onet.pl orange.fr orange.net outlook.co.uk outlook.com pm.me
    post.com proton.me protonmail.ch protonmail.com qq.com rocketmail.com seznam.cz sky.com supanet.com t-online.de
    talk21.com talktalk.net tesco.net tiscali.co.uk tuta.com tuta.io tutanota.com uwclub.net virgin.net virginmedia.com
    web.de wp.pl yahoo.co.in yahoo.co.uk yahoo.com yahoo.fr yandex.com yandex.ru ymail.com zoho.com
"""
FREE_MAIL = frozenset(_FREE_MAIL.split())
# Where anybody gets a page: its host says nothing of an organisation's own domain.
_SHARED_HOSTS = """
    about.me bit.ly blogspot.co.uk blogspot.com business.site carrd.co eventbrite.co.uk eventbrite.com facebook.com fb.com
    fb.me github.io godaddysites.com google.com google.co.uk instagram.com justgiving.com linkedin.com linktr.ee localgiving.org
    meetup.com netlify.app pitchero.com sites.google.com squarespace.com teamapp.com threads.net tiktok.com tumblr.com twitter.com
    weebly.com whatsapp.com wix.com wixsite.com wordpress.com wordpress.org x.com youtube.com
"""
SHARED_HOSTS = frozenset(_SHARED_HOSTS.split())
# Names under which others have domains: "co.uk" itself is nobody's.
_PUBLIC_ENDINGS = "ac.uk co.uk gov.uk ltd.uk me.uk net.uk nhs.uk org.uk plc.uk police.uk sch.uk wales.nhs.uk"
PUBLIC_ENDINGS = frozenset(_PUBLIC_ENDINGS.split())


def host_of(address: str) -> str:
    """The host of a web address without `www.`, "" where there is none."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".").lower()


def domain_of(email: str) -> str:
    return email.strip().rpartition("@")[2].lower()


def own_domains(websites: Iterable[str], emails: Iterable[str]) -> frozenset[str]:
    """The domains that are the organisation's own: of its website and of the addresses it lists."""
    named = {host_of(website) for website in websites} | {domain_of(email) for email in emails}
    return frozenset(name for name in named if _is_own(name))


def _is_own(name: str) -> bool:
    if "." not in name or name in PUBLIC_ENDINGS:
        return False
    endings = {name.split(".", at)[at] for at in range(name.count("."))} | {name}
    return not endings & (FREE_MAIL | SHARED_HOSTS)


def proves(email: str, websites: Iterable[str], emails: Iterable[str]) -> bool:
    """Whether reading mail at that address proves that the organisation is somebody's.

    It is one of the addresses that are listed, or it is at the organisation's own domain (or below it).
    """
    listed = {address.strip().lower() for address in emails}
    if email.strip().lower() in listed:
        return True
    domain = domain_of(email)
    return any(domain == own or domain.endswith(f".{own}") for own in own_domains(websites, listed))


def masked(email: str) -> str:
    """`j…@example.org`: enough to know one's own address, too little to learn somebody else's."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def is_last_owner(roles: Iterable[MemberRole], leaving: MemberRole) -> bool:
    """`roles`: of all members, the one who leaves among them."""
    return leaving == MemberRole.OWNER and sum(role == MemberRole.OWNER for role in roles) <= 1
