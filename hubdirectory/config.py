"""Settings: from the environment, else `settings.toml` in the instance folder, else a default.

A secret may be given as a file instead: `SECRET_KEY_FILE=/run/secrets/key` is read where `SECRET_KEY` is unset.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as set_to
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ENGINES = ("auto", "meilisearch", "embedded")
FRESH_KINDS = ("service", "organisation", "location", "contact", "times")
REPOSITORY = Path(__file__).resolve().parent.parent
_NOTIFY_KEY = re.compile(r"-[0-9a-f-]{36}-[0-9a-f-]{36}$")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Every setting of one installation. `documented()` gives the names a reader may set."""

    instance: Path
    database_url: str
    search_engine: str = "auto"
    meili_url: str = ""
    meili_master_key: str = ""
    port: int = 5000
    secret_key: str = ""
    mail_url: str = ""
    mail_from: str = ""
    public_url: str = "http://127.0.0.1:5000"
    now: datetime | None = None
    env: str = "development"
    tile_url: str = ""
    tile_credit: str = ""
    nominatim_url: str = ""
    nominatim_user_agent: str = ""
    site_name: str = "Hub Directory"
    town: str = "Hartlepool"
    district_code: str = "E06000001"
    search_budget_seconds: float = 0.6
    meili_index: str = "services"
    # For how many months a confirmation holds, by kind of record or part of one; what is left out as in domain.freshness.
    fresh_months: tuple[tuple[str, int], ...] = ()
    link_check: bool = True
    sentence_vectors: bool = True
    # At which hour of London's clock the hubs are sent the day; None is never.
    day_sheet_hour: int | None = 8
    notify_api_key: str = set_to(default="", repr=False)
    notify_template: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"
    referrals: bool = False
    # Each 32 bytes; the first seals, every one opens.
    referral_keys: tuple[bytes, ...] = set_to(default=(), repr=False)

    @property
    def engine_names(self) -> tuple[str, ...]:
        """The indexes this installation keeps. The embedded one is always kept: it is the fallback."""
        return ("embedded", "meilisearch") if self.uses_meilisearch else ("embedded",)

    @property
    def uses_meilisearch(self) -> bool:
        return self.search_engine == "meilisearch" or (self.search_engine == "auto" and bool(self.meili_url))

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        return self.mail_from or f"no-reply@{urlsplit(self.public_url).hostname}"

    @property
    def production(self) -> bool:
        return self.env == "production"


# name in the environment -> (field, what it is for). Read by the documentation test and by `hub doctor`.
DOCUMENTED: dict[str, tuple[str, str]] = {
    "HUB_INSTANCE": ("instance", "the folder for every file that this installation writes"),
    "DATABASE_URL": ("database_url", "where the records are; SQLite in the instance folder unless set"),
    "SEARCH_ENGINE": ("search_engine", "auto, meilisearch or embedded"),
    "MEILI_URL": ("meili_url", "the address of a Meilisearch server"),
    "MEILI_MASTER_KEY": ("meili_master_key", "its key"),
    "MEILI_INDEX": ("meili_index", "the name of the index there"),
    "PORT": ("port", "the port that the site is served on"),
    "SECRET_KEY": ("secret_key", "signs sessions; made at the first run"),
    "MAIL_URL": ("mail_url", "smtp://user:word@host:port; unset keeps mails to be read at /mail"),
    "MAIL_FROM": ("mail_from", "the address that mails come from; no-reply@ the site's own host unless set"),
    "NOTIFY_API_KEY": ("notify_api_key", "the key of a GOV.UK Notify service, which sends sheets by text; none until set"),
    "NOTIFY_TEMPLATE": ("notify_template", "the id of a text message template there that says ((message)) and nothing else"),
    "NOTIFY_URL": ("notify_url", "the address of Notify's API"),
    "PUBLIC_URL": ("public_url", "where visitors find this site, such as https://hub.example.org: links in mails begin with it"),
    "HUB_NOW": ("now", "a date-time to believe in, for tests and trials"),
    "HUB_ENV": ("env", "development or production"),
    "TILE_URL": ("tile_url", "map tiles, such as https://tiles.example.org/{z}/{x}/{y}.png; no map until set"),
    "TILE_CREDIT": ("tile_credit", "the credit that the tiles ask for"),
    "NOMINATIM_URL": ("nominatim_url", "a Nominatim server that may be asked for places; none until set"),
    "NOMINATIM_USER_AGENT": ("nominatim_user_agent", "how this site names itself to that server"),
    "SITE_NAME": ("site_name", "the name at the top of every page"),
    "TOWN": ("town", "the town that it serves"),
    "DISTRICT_CODE": ("district_code", "the ONS code of its district"),
    "FRESH_MONTHS": ("fresh_months", "for how many months a confirmation holds, such as service=6 times=3"),
    "LINK_CHECK": ("link_check", "yes or no: whether the worker looks each night whether web addresses still work"),
    "SENTENCE_VECTORS": ("sentence_vectors", "yes or no: whether sentence vectors understand words, where they are installed"),
    "DAY_SHEET_HOUR": ("day_sheet_hour", "the hour at which each hub is sent its day by e-mail, such as 8; or no"),
    "REFERRALS": ("referrals", "yes or no: whether somebody can be referred to services that accept it"),
    "REFERRAL_KEY": ("referral_keys", "seals what is personal in referrals; several with a space between, the newest first"),
    "SEARCH_BUDGET_SECONDS": ("search_budget_seconds", "how long one call to Meilisearch may take"),
}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this installation.

    Raises SettingsError, with a sentence, for a value that cannot be used.
    """
    environ = os.environ if environ is None else environ
    instance = Path(environ.get("HUB_INSTANCE") or REPOSITORY / "instance").expanduser().resolve()
    values = {**_from_file(instance / "settings.toml"), **_from_environment(environ)}
    values.pop("instance", None)
    port = _port(values.pop("port", 5000))
    settings = Settings(
        instance=instance,
        database_url=str(values.pop("database_url", "") or f"sqlite:///{instance / 'directory.db'}"),
        port=port,
        public_url=_public_url(str(values.pop("public_url", "") or f"http://127.0.0.1:{port}")),
        now=_moment(values.pop("now", None)),
        secret_key=str(values.pop("secret_key", "") or ""),
        search_budget_seconds=float(str(values.pop("search_budget_seconds", 0.6))),
        fresh_months=_months(values.pop("fresh_months", "")),
        day_sheet_hour=_hour("DAY_SHEET_HOUR", values.pop("day_sheet_hour", 8)),
        link_check=_yes("LINK_CHECK", values.pop("link_check", "yes")),
        sentence_vectors=_yes("SENTENCE_VECTORS", values.pop("sentence_vectors", "yes")),
        referrals=_yes("REFERRALS", values.pop("referrals", "no")),
        referral_keys=_keys(values.pop("referral_keys", "")),
        **{field: str(value) for field, value in values.items()},
    )
    return _checked(settings)


def secret_key(settings: Settings) -> str:
    """The key that signs sessions: the setting, else one made once and kept in the instance folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance / "secret_key"
    settings.instance.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, (field, _) in DOCUMENTED.items():
        if environ.get(name):
            found[field] = environ[name]
        elif environ.get(f"{name}_FILE"):
            found[field] = Path(environ[f"{name}_FILE"]).read_text().strip()
    return found


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        written = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from error
    known = {name: field for name, (field, _) in DOCUMENTED.items()}
    unknown = sorted(set(written) - set(known))
    if unknown:
        raise SettingsError(f"{path.name} has {', '.join(unknown)}, which is no setting. Take it out.")
    if "REFERRAL_KEY" in written:
        raise SettingsError(f"REFERRAL_KEY must not lie beside the records: take it out of {path.name}, into the environment.")
    return {known[name]: value for name, value in written.items()}


def _port(value: object) -> int:
    try:
        port = int(str(value))
    except ValueError as error:
        raise SettingsError(f"PORT is {value!r}; give a number such as 5000.") from error
    if not 0 < port < 65536:
        raise SettingsError(f"PORT is {port}; give a number from 1 to 65535.")
    return port


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingsError(f"PUBLIC_URL is {value!r}; write it like https://hub.example.org.")
    return f"{parts.scheme}://{parts.netloc}"


def _months(value: object) -> tuple[tuple[str, int], ...]:
    """`times=3 service=6` as pairs."""
    pairs = [part.partition("=") for part in str(value).replace(",", " ").split()]
    wrong = [name for name, _, months in pairs if name not in FRESH_KINDS or not months.isdigit() or not 0 < int(months) <= 120]
    if wrong:
        raise SettingsError(f"FRESH_MONTHS has {wrong[0]!r}; write it like times=3 service=6 ({', '.join(FRESH_KINDS)}).")
    return tuple((name, int(months)) for name, _, months in pairs)


def _yes(name: str, value: object) -> bool:
    words = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}
    if str(value).lower() not in words:
        raise SettingsError(f"{name} is {value!r}; say yes or no.")
    return words[str(value).lower()]


def _keys(value: object) -> tuple[bytes, ...]:
    """Keys as `hub referrals new-key` prints them."""
    try:
        keys = tuple(base64.urlsafe_b64decode(one) for one in str(value).replace(",", " ").split())
    except (binascii.Error, ValueError):
        keys = (b"",)
    if any(len(key) != 32 for key in keys):
        raise SettingsError("REFERRAL_KEY is no key; hub referrals new-key prints one.")
    return keys


def _hour(name: str, value: object) -> int | None:
    """An hour of the day; `no` is None."""
    text = str(value).lower()
    if text == "no":
        return None
    if not text.isdigit() or int(text) > 23:
        raise SettingsError(f"{name} is {value!r}; give an hour from 0 to 23, or no.")
    return int(text)


def _moment(value: object) -> datetime | None:
    if not value:
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise SettingsError(f"HUB_NOW is {value!r}; write it like 2026-11-22T10:30.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _checked(settings: Settings) -> Settings:
    if settings.search_engine not in ENGINES:
        raise SettingsError(f"SEARCH_ENGINE is {settings.search_engine!r}; use one of {', '.join(ENGINES)}.")
    if settings.search_engine == "meilisearch" and not settings.meili_url:
        raise SettingsError("SEARCH_ENGINE is meilisearch, but MEILI_URL is not set.")
    if settings.notify_api_key and not (_NOTIFY_KEY.search(settings.notify_api_key) and settings.notify_template):
        raise SettingsError(
            "NOTIFY_API_KEY is a name and two UUIDs, as Notify shows it once, and needs NOTIFY_TEMPLATE beside it."
        )
    if settings.referrals and not settings.referral_keys:
        raise SettingsError("REFERRALS is yes, but REFERRAL_KEY is not set; hub referrals new-key prints one.")
    if settings.production and settings.now:
        raise SettingsError("HUB_NOW is for tests and trials; take it away, or HUB_ENV=production.")
    return settings
