"""What the pages call things: facet groups and their values, kinds of place, states, reasons.

Needs and audiences are named by their terms, hubs and wards by their records; everything else is named here.
"""

from __future__ import annotations

from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.web.locales import current_locale, language_name
from hubdirectory.web.times import capital, day_name

Names = dict[str, LazyString]
# ISO 639 leaves qaa to qtz to whoever needs one: an interpreter comes for whatever language somebody speaks.
INTERPRETER = "qin"

# In the order in which the results page shows them.
FACET_GROUPS: Names = {
    "need": lazy_gettext("What it helps with"),
    "audience": lazy_gettext("Who it is for"),
    "hub": lazy_gettext("At a hub"),
    "ward": lazy_gettext("Part of town"),
    "day": lazy_gettext("Day"),
    "cost": lazy_gettext("Cost"),
    "mode": lazy_gettext("How it reaches you"),
    "age": lazy_gettext("Age"),
    "language": lazy_gettext("Language"),
    "access": lazy_gettext("Access"),
    "join": lazy_gettext("How to join in"),
}

COSTS: Names = {
    "free": lazy_gettext("Free"),
    "donation": lazy_gettext("Give what you can"),
    "paid": lazy_gettext("Costs something"),
}

MODES: Names = {
    "place": lazy_gettext("At a place"),
    "phone": lazy_gettext("By phone"),
    "online": lazy_gettext("Online"),
    "home": lazy_gettext("At your home"),
}

AGES: Names = {
    "under-5": lazy_gettext("Under 5"),
    "5-to-11": lazy_gettext("5 to 11"),
    "12-to-17": lazy_gettext("12 to 17"),
    "18-to-25": lazy_gettext("18 to 25"),
    "26-to-64": lazy_gettext("26 to 64"),
    "65-and-over": lazy_gettext("65 and over"),
}

ACCESS: Names = {
    "step-free": lazy_gettext("Step-free way in"),
    "accessible-toilet": lazy_gettext("Accessible toilet"),
    "changing-place": lazy_gettext("Changing Places toilet"),
    "changing-places": lazy_gettext("Changing Places toilet"),
    "hearing-loop": lazy_gettext("Hearing loop"),
    "lift": lazy_gettext("Lift"),
    "parking": lazy_gettext("Parking"),
    "blue-badge-parking": lazy_gettext("Blue Badge parking"),
    "accessible-parking": lazy_gettext("Blue Badge parking"),
    "quiet-room": lazy_gettext("Quiet room"),
    "baby-changing": lazy_gettext("Baby changing"),
    "breastfeeding": lazy_gettext("Breastfeeding welcome"),
    "wifi": lazy_gettext("Free wifi"),
    "wi-fi": lazy_gettext("Free wifi"),
    "food": lazy_gettext("Something to eat"),
    "computers": lazy_gettext("Computers to use"),
    "printing": lazy_gettext("Printing"),
    "kitchen": lazy_gettext("Kitchen"),
    "cafe": lazy_gettext("Café"),
    "warm-space": lazy_gettext("Warm space"),
    "toilets": lazy_gettext("Toilets"),
    "bus-stop": lazy_gettext("Bus stop near by"),
    "assistance-dogs": lazy_gettext("Assistance dogs welcome"),
    "large-print": lazy_gettext("Large print"),
    "meeting-room": lazy_gettext("Rooms to meet in"),
    "library": lazy_gettext("Library"),
    "cycle-parking": lazy_gettext("Cycle parking"),
}

BOOKINGS: Names = {
    "drop-in": lazy_gettext("Just come: no appointment needed"),
    "appointment": lazy_gettext("By appointment: get in touch first"),
    "either": lazy_gettext("Just come, or make an appointment"),
}

# The same in a few words, for a list.
JOINS: Names = {
    "drop-in": lazy_gettext("Just come"),
    "appointment": lazy_gettext("Book first"),
    "either": lazy_gettext("Just come, or book"),
}

WHATS: Names = {
    "session": lazy_gettext("At a time and place"),
    "open": lazy_gettext("Open most of the day"),
    "remote": lazy_gettext("By phone, online or at home"),
}

SORTS: Names = {
    "relevance": lazy_gettext("Best match"),
    "distance": lazy_gettext("Nearest"),
    "name": lazy_gettext("Name, A to Z"),
    "confirmed": lazy_gettext("Confirmed most recently"),
}

SUGGESTION_KINDS: Names = {
    "need": lazy_gettext("What people need"),
    "service": lazy_gettext("Services"),
    "organisation": lazy_gettext("Organisations"),
    "hub": lazy_gettext("Hubs"),
}

# What is wrong with a web address or a telephone number (domain.watching.Problem).
PROBLEMS: Names = {
    "not_found": lazy_gettext("There is no such page any more"),
    "no_such_host": lazy_gettext("There is no such website"),
    "no_answer": lazy_gettext("The website does not answer"),
    "server_error": lazy_gettext("The website is broken"),
    "certificate": lazy_gettext("Browsers warn of this website: its certificate is not valid"),
    "redirects": lazy_gettext("The website leads round in a circle"),
    "not_public": lazy_gettext("It is not on the public internet"),
    "not_an_address": lazy_gettext("This is no web address"),
    "not_a_number": lazy_gettext("This is no telephone number"),
    "too_short": lazy_gettext("The number is too short"),
    "too_long": lazy_gettext("The number is too long"),
}

REPORT_REASONS: Names = {
    "phone": lazy_gettext("The phone number, e-mail or website is wrong"),
    "times": lazy_gettext("The days or times are wrong"),
    "place": lazy_gettext("The place is wrong"),
    "cost": lazy_gettext("The cost is wrong"),
    "shut": lazy_gettext("It was shut when I got there"),
    "closed": lazy_gettext("It has closed"),
    "unsafe": lazy_gettext("Something here is not safe or not kind"),
    "other": lazy_gettext("Something else"),
}

AREA_KINDS: Names = {
    "nation": lazy_gettext("Everywhere in the country"),
}

_TABLES = {"cost": COSTS, "mode": MODES, "age": AGES, "access": ACCESS, "join": JOINS, "what": WHATS}


def value_name(group: str, slug: str, given: str = "") -> str:
    """What a facet value is called. `given` is the name that its record has, where it has one."""
    if group == "day":
        return capital(day_name(slug))
    if group == "language":
        return spoken_language(slug)
    table = _TABLES.get(group, {})
    if slug in table:
        return str(table[slug])
    # A value with no name of its own comes with its slug as its name.
    return given if given and given != slug else slug.replace("-", " ").capitalize()


def spoken_language(code: str) -> str:
    """British Sign Language has a code of its own, which the name tables of most languages leave out."""
    if code == "bfi":
        return gettext("British Sign Language")
    if code == INTERPRETER:
        return gettext("An interpreter, if you ask")
    return language_name(code, current_locale())


def access_name(slug: str) -> str:
    return value_name("access", slug)
