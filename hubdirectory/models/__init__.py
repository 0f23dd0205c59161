"""The tables, a module per aggregate."""

from .account import Account, AccountLocation, Membership
from .base import Base, Moment, new_id, now_utc
from .contact import Contact, Phone
from .database import Database, database_of
from .history import Assurance, ImportRow, ImportRun, OldSlug, Report, Revision, Source, SourceRecord
from .index import DirtyRow, OpeningPattern, ServiceCard, Wording
from .job import JobRun
from .location import Accessibility, Area, Location
from .mail import Mail
from .organisation import Organisation
from .schedule import Schedule
from .service import CostOption, Eligibility, Language, Service, ServiceArea, ServiceAtLocation
from .signing_in import AccountSession, Delay, EmailChange, KeptForm, Passkey, RecoveryCode, SignInLink, Spent
from .taxonomy import Attribute, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Account",
    "AccountLocation",
    "AccountSession",
    "Area",
    "Assurance",
    "Attribute",
    "Base",
    "Contact",
    "CostOption",
    "Database",
    "Delay",
    "DirtyRow",
    "Eligibility",
    "EmailChange",
    "ImportRow",
    "ImportRun",
    "JobRun",
    "KeptForm",
    "Language",
    "Location",
    "Mail",
    "Membership",
    "Moment",
    "OldSlug",
    "OpeningPattern",
    "Organisation",
    "Passkey",
    "Phone",
    "RecoveryCode",
    "Report",
    "Revision",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCard",
    "SignInLink",
    "Source",
    "SourceRecord",
    "Spent",
    "Taxonomy",
    "TaxonomyTerm",
    "Wording",
    "database_of",
    "new_id",
    "now_utc",
]  # fmt: skip
