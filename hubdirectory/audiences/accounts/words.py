"""What these pages call things."""

from __future__ import annotations

from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.actions.accounts.passwords import Flaw
from hubdirectory.domain.signing_in import LONGEST_PASSWORD, SHORTEST_PASSWORD
from hubdirectory.domain.states import Role

ROLE_NAMES: dict[Role, LazyString] = {
    Role.RESIDENT: lazy_gettext("Resident"),
    Role.ORGANISATION: lazy_gettext("Organisation"),
    Role.NAVIGATOR: lazy_gettext("Navigator"),
    Role.MANAGER: lazy_gettext("Manager"),
    Role.COMMISSIONER: lazy_gettext("Commissioner"),
}

WAYS: dict[str, LazyString] = {
    "link": lazy_gettext("by a link from an e-mail"),
    "password": lazy_gettext("with a password"),
    "passkey": lazy_gettext("with a passkey"),
}


def flaw_words(flaw: Flaw) -> str:
    """What to do about a password."""
    return {
        Flaw.SHORT: gettext("Use at least %(number)s letters. Three or four words in a row are good.", number=SHORTEST_PASSWORD),
        Flaw.LONG: gettext("Use at most %(number)s letters.", number=LONGEST_PASSWORD),
        Flaw.COMMON: gettext("This one is easy to guess. Three or four words that have nothing to do with each other are good."),
    }[flaw]


def device_words(device: str) -> str:
    """`Chrome on Windows`, from `Chrome/Windows`."""
    browser, _, system = device.partition("/")
    if browser and system:
        return gettext("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or gettext("A browser that we do not know")
