"""The tables, a module per aggregate."""

from .account import Account, AccountLocation, Membership
from .base import Base, Moment, new_id, now_utc
from .belonging import Claim, Handing, Invitation
from .board import Listener, Notice, NoticeCancelling, Rooms, SentSheet, Telling
from .change import Change, Merging
from .contact import Contact, Phone
from .database import Database, database_of
from .desk import Deed, DeskNote, Follower, LikelyDuplicate, Settlement, WordingVersion
from .figure import Figure
from .freshness import Answer, ForTheManager, NotToAsk, Reminder, Watched
from .history import Assurance, AuditEntry, ImportRow, ImportRun, OldSlug, Report, Revision, Source, SourceRecord
from .index import DirtyRow, OpeningPattern, ServiceCard, Wording
from .job import JobRun
from .location import Accessibility, Area, Location, Neighbourhood
from .mail import Mail
from .navigating import Favourite, NavigatorNote, NavigatorTemplate, Signpost, SignpostService
from .network import NetworkPractice
from .occurrence import Occurrence, OccurrenceDeed
from .organisation import Organisation
from .picture import Picture
from .referral import Referral, ReferralConsent, ReferralReader
from .saved import Duty, ListCalendar, SavedService
from .schedule import Schedule
from .searching import Gap, Proposal, Searched, SearchedWeek
from .service import CostOption, Eligibility, Language, Service, ServiceArea, ServiceAtLocation
from .sheet import Sheet, SheetPart
from .signing_in import AccountSession, Delay, EmailChange, KeptForm, Passkey, RecoveryCode, SignInLink, Spent
from .taxonomy import Attribute, Taxonomy, TaxonomyTerm
from .text import RecordText

__all__ = [
    "Accessibility",
    "Account",
    "AccountLocation",
    "AccountSession",
    "Answer",
    "Area",
    "Assurance",
    "Attribute",
    "AuditEntry",
    "Base",
    "Change",
    "Claim",
    "Contact",
    "CostOption",
    "Database",
    "Deed",
    "Delay",
    "DeskNote",
    "DirtyRow",
    "Duty",
    "Eligibility",
    "EmailChange",
    "Favourite",
    "Figure",
    "Follower",
    "ForTheManager",
    "Gap",
    "Handing",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "JobRun",
    "KeptForm",
    "Language",
    "LikelyDuplicate",
    "ListCalendar",
    "Listener",
    "Location",
    "Mail",
    "Membership",
    "Merging",
    "Moment",
    "NavigatorNote",
    "NavigatorTemplate",
    "Neighbourhood",
    "NetworkPractice",
    "NotToAsk",
    "Notice",
    "NoticeCancelling",
    "Occurrence",
    "OccurrenceDeed",
    "OldSlug",
    "OpeningPattern",
    "Organisation",
    "Passkey",
    "Phone",
    "Picture",
    "Proposal",
    "RecordText",
    "RecoveryCode",
    "Referral",
    "ReferralConsent",
    "ReferralReader",
    "Reminder",
    "Report",
    "Revision",
    "Rooms",
    "SavedService",
    "Schedule",
    "Searched",
    "SearchedWeek",
    "SentSheet",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCard",
    "Settlement",
    "Sheet",
    "SheetPart",
    "SignInLink",
    "Signpost",
    "SignpostService",
    "Source",
    "SourceRecord",
    "Spent",
    "Taxonomy",
    "TaxonomyTerm",
    "Telling",
    "Watched",
    "Wording",
    "WordingVersion",
    "database_of",
    "new_id",
    "now_utc",
]  # fmt: skip
