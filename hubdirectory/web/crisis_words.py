"""The crisis panels as the site ships them. `actions/data/wording.toml` has the same words; here they are marked for translation.

They are also what stands when the database is away.
"""

from __future__ import annotations

from dataclasses import dataclass

# name, number, what is dialled, call or text, note
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Shipped:
    """A panel's English words."""

    heading: str
    intro: str
    advice: tuple[str, ...]
    lines: tuple[Line, ...]


def _(words: str) -> str:
    """Marks words for the catalogues; they are translated when a panel is shown."""
    return words


CALL, TEXT = _("Call %(number)s"), _("Text %(number)s")

_DANGER: Line = (_("Emergency services"), "999", "999", "call", _("Somebody's life is at risk. Free, day and night."))
_URGENT: Line = (
    _("NHS 111, option 2"), "111", "111", "call",
    _("Urgent help from a trained person. Choose option 2. Free, day and night."),
)  # fmt: skip
_LISTENING: Line = (
    _("Samaritans"), "116 123", "116123", "call",
    _("Somebody to talk to, whatever you are going through. Free, day and night."),
)  # fmt: skip
_TEXTING: Line = (_("Shout"), "85258", "85258", "text", _("Text SHOUT to talk by text message. Free, day and night."))

# What every dead end shows, and what stands where no kind is known.
GENERAL = "crisis"

SHIPPED: dict[str, Shipped] = {
    GENERAL: Shipped(
        _("If you need help right now"),
        _("You do not have to be certain, and you do not have to wait. Talk to somebody now."),
        (
            _("If you or somebody else is in danger, call 999 or go to the nearest A&E."),
            _("If you can keep safe for the moment but need help today, call 111 and choose option 2."),
            _("If you would rather not speak, text Shout."),
        ),
        (_DANGER, _URGENT, _LISTENING, _TEXTING),
    ),
    "danger-to-life": Shipped(
        _("Call 999 now"),
        _("If somebody is badly hurt, has taken too much, cannot breathe or will not wake up, call 999. Stay with them."),
        (
            _("Do what the person on the phone tells you. Do not wait to see whether it gets better."),
            _("If you have taken something yourself, say what it was and how much. Unlock the door."),
            _("If you cannot speak, call 999 from a mobile, listen, and press 55 when you are asked to."),
        ),
        (
            _DANGER,
            (_("NHS 111"), "111", "111", "call", _("When you are not sure how bad it is. Free, day and night.")),
            _LISTENING, _TEXTING,
        ),
    ),
    "suicide": Shipped(
        _("Talk to somebody now"),
        _("You do not have to be certain, and you do not have to wait. People answer these numbers day and night."),
        (
            _("If you may act on it, or have hurt yourself, call 999 or go to the nearest A&E."),
            _("Move away from what could hurt you, and stay near somebody."),
            _("Worried about somebody else? Ask them straight out, stay with them, and call 999 if they are in danger."),
        ),
        (
            _LISTENING, _URGENT, _TEXTING,
            (_("HOPELINE247"), "0800 068 4141", "08000684141", "call", _("For anybody under 35. Free, day and night.")),
            _DANGER,
        ),
    ),
    "child-at-risk": Shipped(
        _("Tell somebody now, so that the child is safe"),
        _("You do not have to be sure. If you are a child, it is not your fault, and people will listen."),
        (
            _("If a child is in danger now, call 999."),
            _("Worried about a child? Call the NSPCC, or children's services at your council. You need not say who you are."),
        ),
        (
            _DANGER,
            (_("Childline"), "0800 1111", "08001111", "call", _("For children and young people. Free, day and night.")),
            (_("NSPCC"), "0808 800 5000", "08088005000", "call", _("For adults who worry about a child. Free.")),
            _TEXTING,
        ),
    ),
    "abuse": Shipped(
        _("You can get help to be safe"),
        _("It is not your fault. You can talk to somebody, and nothing has to happen that you do not want."),
        (
            _("If you are in danger now, call 999. If you cannot speak, listen, and press 55 when you are asked to."),
            _("If somebody looks at your phone, use one that is not yours, or ask at a hub, a pharmacy or your GP."),
            _("“Exit this page” takes you away from here at once."),
        ),
        (
            _DANGER,
            (_("National Domestic Abuse Helpline"), "0808 2000 247", "08082000247", "call",
             _("For women. Free, day and night.")),
            (_("Men's Advice Line"), "0808 801 0327", "08088010327", "call", _("For men. Free, Monday to Friday.")),
            (_("Rape and Sexual Abuse Support Line"), "0808 500 2222", "08085002222", "call",
             _("For anybody over 16. Free, day and night.")),
            _TEXTING,
        ),
    ),
    "no-food-or-roof": Shipped(
        _("Get food or a bed tonight"),
        _("Ring one of these now, or walk into a hub. Say that it is for tonight."),
        (
            _("Nowhere to sleep? Ring your council and ask for the homelessness team. At night it has a number for emergencies."),
            _("Under 18, pregnant, ill, or with children? Say so first: the council may have to find you a place at once."),
            _("If you are in danger or badly ill, call 999."),
        ),
        (
            (_("Shelter"), "0808 800 4444", "08088004444", "call",
             _("Advice when you have nowhere to sleep. Free, mostly by day.")),
            (_("Help through Hardship"), "0808 208 2138", "08082082138", "call",
             _("A food parcel, and advice on money. Free, Monday to Friday.")),
            _TEXTING, _DANGER,
        ),
    ),
}  # fmt: skip
