"""The tables, a module per aggregate."""

from .account import Account, Membership
from .base import Base, Moment, new_id, now_utc
from .contact import Contact, Phone
from .database import Database, database_of
from .history import Assurance, ImportRow, ImportRun, OldSlug, Report, Revision, Source, SourceRecord
from .index import DirtyRow, OpeningPattern, ServiceCard, Wording
from .location import Accessibility, Area, Location
from .organisation import Organisation
from .schedule import Schedule
from .service import CostOption, Eligibility, Language, Service, ServiceArea, ServiceAtLocation
from .taxonomy import Attribute, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility", "Account", "Area", "Assurance", "Attribute", "Base", "Contact", "CostOption", "Database", "DirtyRow",
    "Eligibility", "ImportRow", "ImportRun", "Language", "Location", "Membership", "Moment", "OldSlug", "OpeningPattern",
    "Organisation", "Phone", "Report", "Revision", "Schedule", "Service", "ServiceArea", "ServiceAtLocation", "ServiceCard",
    "Source", "SourceRecord", "Taxonomy", "TaxonomyTerm", "Wording", "database_of", "new_id", "now_utc",
]  # fmt: skip
