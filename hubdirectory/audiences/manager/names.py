"""What the desk calls things: kinds, states, heaps, fields, verbs, and why something was not done."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.web import record_words

Names = dict[str, LazyString]

KIND_NAMES: Names = {
    "service": lazy_gettext("Service"), "organisation": lazy_gettext("Organisation"), "location": lazy_gettext("Place"),
}  # fmt: skip
KINDS_NAMES: Names = {
    "service": lazy_gettext("Services"), "organisation": lazy_gettext("Organisations"), "location": lazy_gettext("Places"),
}  # fmt: skip
STATE_NAMES: Names = {
    "draft": lazy_gettext("Draft"), "in_review": lazy_gettext("In review"), "published": lazy_gettext("Public"),
    "paused": lazy_gettext("Closed for now"), "closed": lazy_gettext("Closed for good"),
}  # fmt: skip
FRESHNESS_NAMES: Names = {
    "fresh": lazy_gettext("Fresh"), "due_soon": lazy_gettext("Due soon"), "stale": lazy_gettext("Stale"),
    "long_stale": lazy_gettext("Long stale"),
}  # fmt: skip
MISSING_NAMES: Names = {
    "phone": lazy_gettext("No phone number"), "email": lazy_gettext("No e-mail"), "website": lazy_gettext("No website"),
    "summary": lazy_gettext("No sentence"), "description": lazy_gettext("No description"), "need": lazy_gettext("No need"),
    "audience": lazy_gettext("No audience"), "place": lazy_gettext("No place"), "schedule": lazy_gettext("No times"),
    "confirmation": lazy_gettext("Never confirmed"), "member": lazy_gettext("Nobody looks after it"),
    "postcode": lazy_gettext("No postcode"), "point": lazy_gettext("Not on the map"),
}  # fmt: skip
SORT_NAMES: Names = {
    "name": lazy_gettext("Name"), "-changed": lazy_gettext("Changed last"), "changed": lazy_gettext("Unchanged longest"),
    "confirmed": lazy_gettext("Unconfirmed longest"), "-confirmed": lazy_gettext("Confirmed last"),
    "state": lazy_gettext("State"),
}  # fmt: skip
HEAP_NAMES: Names = {
    "review": lazy_gettext("Changes to review"), "claims": lazy_gettext("Claims"),
    "reports": lazy_gettext("Reports from visitors"), "waiting": lazy_gettext("Organisations that need a word"),
    "stale": lazy_gettext("Going stale"), "suggested": lazy_gettext("Suggested categories"),
    "proposed": lazy_gettext("Needs that texts speak of"),
    "pictures": lazy_gettext("Pictures to look at"), "links": lazy_gettext("Dead links"),
    "numbers": lazy_gettext("Wrong numbers"),
    "duplicates": lazy_gettext("Likely duplicates"), "imports": lazy_gettext("Imports with refusals"),
    "mails": lazy_gettext("Mails that never arrived"),
    "unindexed": lazy_gettext("Edits that search does not know yet"),
}  # fmt: skip
# Of a record as record_words has them, and of its items.
FIELD_NAMES: Mapping[str, LazyString] = {
    **record_words.FIELD_NAMES,
    "number": lazy_gettext("Number"), "extension": lazy_gettext("Extension"), "title": lazy_gettext("Job"),
    "option": lazy_gettext("For"), "amount": lazy_gettext("Amount"), "currency": lazy_gettext("Currency"),
    "amount_description": lazy_gettext("Amount in words"), "code": lazy_gettext("Code"), "note": lazy_gettext("Note"),
    "location": lazy_gettext("Place"), "slug": lazy_gettext("What"), "details": lazy_gettext("Details"),
    "freq": lazy_gettext("How often"), "interval": lazy_gettext("Every how many"), "byday": lazy_gettext("Days"),
    "bymonthday": lazy_gettext("Days of the month"), "start": lazy_gettext("From"), "until": lazy_gettext("Until"),
    "count": lazy_gettext("How many times"), "opens": lazy_gettext("Begins"), "closes": lazy_gettext("Ends"),
    "extra_dates": lazy_gettext("Extra dates"), "exceptions": lazy_gettext("Not on"),
    "term_time_only": lazy_gettext("In term time only"), "not_bank_holidays": lazy_gettext("Not on bank holidays"),
}  # fmt: skip
ACTION_NAMES: Names = {
    "before": lazy_gettext("As it came"), "started": lazy_gettext("Begun"), "edited": lazy_gettext("Edited"),
    "approved": lazy_gettext("Approved"), "published": lazy_gettext("Published"), "paused": lazy_gettext("Closed for now"),
    "resumed": lazy_gettext("Opened again"), "closed": lazy_gettext("Closed for good"), "reopened": lazy_gettext("Reopened"),
    "hidden": lazy_gettext("Hidden"), "restored": lazy_gettext("Restored"), "merged": lazy_gettext("Merged"),
    "merged_away": lazy_gettext("Merged into another"), "merge_undone": lazy_gettext("Merge undone"),
    "copied": lazy_gettext("Copied"), "moved": lazy_gettext("Moved"), "categorised": lazy_gettext("Categories changed"),
    "undone": lazy_gettext("Undone"), "imported": lazy_gettext("Imported"), "fixed": lazy_gettext("Fixed in review"),
}  # fmt: skip
WHY_NOT: Names = {
    "gone": lazy_gettext("It is not there any more"), "changed": lazy_gettext("Somebody has changed it since"),
    "nothing": lazy_gettext("It was so already"), "no_terms": lazy_gettext("A place has no categories"),
    "no_pause": lazy_gettext("A place cannot be closed for now"), "not_public": lazy_gettext("It is not public"),
    "nobody": lazy_gettext("Nobody to write to"),
    "conflicts": lazy_gettext("The record was changed meanwhile: look at it by itself"),
    "problems": lazy_gettext("Something in it is wrong: look at it by itself"),
    "decided": lazy_gettext("It was decided or changed meanwhile"), "over": lazy_gettext("It was decided already"),
}  # fmt: skip
WAITING_REASONS: Names = {
    "silent": lazy_gettext("They do not answer our mails"), "bounced": lazy_gettext("Our mail came back"),
    "nobody": lazy_gettext("Nobody to write to"), "stopped": lazy_gettext("They have stopped"),
    "change": lazy_gettext("They want something changed"),
}  # fmt: skip
OUTCOME_NAMES: Names = {
    "added": lazy_gettext("Added"), "changed": lazy_gettext("Changed"), "unchanged": lazy_gettext("Unchanged"),
    "skipped": lazy_gettext("Skipped"), "refused": lazy_gettext("Refused"), "gone": lazy_gettext("Gone"),
    "read": lazy_gettext("Read"),
}  # fmt: skip
TAXONOMY_NAMES: Names = {
    "need": lazy_gettext("Needs"), "audience": lazy_gettext("Who it is for"), "service-type": lazy_gettext("Kind of service"),
}  # fmt: skip
PANEL_NAMES: Names = {
    "crisis": lazy_gettext("The crisis panel"), "danger-to-life": lazy_gettext("Crisis panel: danger to life"),
    "suicide": lazy_gettext("Crisis panel: suicide"), "child-at-risk": lazy_gettext("Crisis panel: a child at risk"),
    "abuse": lazy_gettext("Crisis panel: abuse"),
    "no-food-or-roof": lazy_gettext("Crisis panel: no food or roof tonight"),
}  # fmt: skip
PAGE_NAMES: Names = {
    "home": lazy_gettext("Notice on the front page"), "about": lazy_gettext("About this site"),
    "accessibility": lazy_gettext("Accessibility"), "privacy": lazy_gettext("Privacy"), "cookies": lazy_gettext("Cookies"),
    "exit-page": lazy_gettext("Leaving this site quickly"),
}  # fmt: skip


def named(names: Mapping[str, LazyString], key: str) -> str:
    """The name, or the key itself for one that has none."""
    return str(names[key]) if key in names else key.replace("_", " ")


def agrees_words(agrees: str, value: str) -> str:
    """Why two records may be one."""
    match agrees:
        case "name":
            return gettext("The names are nearly the same (%(value)s of 100)", value=value)
        case "name_within":
            return gettext("One name holds all the words of the other (%(value)s of 100)", value=value)
        case "phone":
            return gettext("The same phone number: %(value)s", value=value)
        case "email":
            return gettext("The same e-mail: %(value)s", value=value)
        case "web":
            return gettext("The same website: %(value)s", value=value)
    return gettext("The same postcode: %(value)s", value=value)
