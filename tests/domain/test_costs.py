"""What a service costs: free, a donation, paid, or not known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hubdirectory.domain.costs import DONATION, FREE, PAID, cost_kinds


@pytest.mark.parametrize(
    ("amount", "words", "kinds"),
    [
        ("0", "", (FREE,)),
        ("0.00", "for everybody", (FREE,)),
        ("3", "a session", (PAID,)),
        ("0.50", "", (PAID,)),
        (None, "Free", (FREE,)),
        (None, "FREE of charge", (FREE,)),
        (None, "No charge", (FREE,)),
        (None, "There is nothing to pay.", (FREE,)),
        (None, "Free-of-charge", (FREE,)),
        ("2", "suggested donation", (DONATION,)),
        (None, "£2 suggested donation", (DONATION,)),
        (None, "A donation, if you can", (DONATION,)),
        (None, "Pay as you feel", (DONATION,)),
        (None, "Pay what you can", (DONATION,)),
        (None, "Pay as much as you like", (DONATION,)),
        (None, "A voluntary contribution", (DONATION,)),
        (None, "free, donations welcome", (FREE, DONATION)),
        ("0", "Donations welcome", (FREE, DONATION)),
        (None, "Free (suggested donation £2)", (FREE, DONATION)),
        ("0", "no donation needed", (FREE,)),
        (None, "Ask us", (PAID,)),
        (None, "From £5", (PAID,)),
        (None, "A monthly contribution set by the trustees", (PAID,)),
        (None, "first session free, then £5", (PAID,)),
        (None, "first hour free, then 50p", (PAID,)),
        (None, "gluten-free lunch", (PAID,)),
        (None, "Freephone", (PAID,)),
        (None, "Membership, with free parking", (PAID,)),
        (None, "This is not free", (PAID,)),
        ("3", "free for carers", (PAID,)),
        (None, "", ()),
        (None, "  ", ()),
    ],
)
def test_an_amount_and_its_words_say_what_kind_of_cost_it_is(amount: str | None, words: str, kinds: tuple[str, ...]) -> None:
    assert cost_kinds([(None if amount is None else Decimal(amount), words)]) == kinds


def test_concessions_make_it_free_for_some_and_paid_for_others() -> None:
    options = [(Decimal(5), "Adults"), (Decimal(3), "Concessions"), (Decimal(0), "Carers")]
    assert cost_kinds(options) == (FREE, PAID)


def test_without_any_option_the_cost_is_not_known() -> None:
    assert cost_kinds([]) == ()
