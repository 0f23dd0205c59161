"""What a record's values must look like, and what a record must have: as little as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain import forms
from hubdirectory.domain.record_data import CONTACT, COST, KINDS, PHONE, SCHEDULE, blank, normalised, whole
from hubdirectory.domain.validity import Problem, Wrong, lacking, problems

TUESDAYS = {**SCHEDULE, "byday": ["TU"], "opens": "10:00", "closes": "12:00"}


def codes(kind, data):
    return {key: problem.code for key, problem in problems(kind, data).items()}


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_record_has_nothing_wrong_and_lacks_what_is_required(kind):
    assert problems(kind, blank(kind)) == {}
    assert "name" in lacking(kind, blank(kind))


@pytest.mark.parametrize(
    "way",
    [
        {"phones": [{**PHONE, "number": "111"}]}, {"email": "a@b.example"}, {"url": "https://a.example"},
        {"places": [{"location": "an id", "description": ""}]}, {"contacts": [{**CONTACT, "email": "a@b.example"}]},
    ],
    ids=lambda way: next(iter(way)),
)  # fmt: skip
def test_one_way_to_get_in_touch_of_any_kind_is_enough(way):
    named = {**blank("service"), "name": "Shed", "summary": "Tea"}
    assert {key: one.code for key, one in lacking("service", named).items()} == {"phones": Wrong.NO_WAY_TO_GET_IN_TOUCH}
    assert lacking("service", {**named, **way}) == {}


def test_a_way_to_reach_its_organisation_is_enough_for_a_service():
    named = {**blank("service"), "name": "Shed", "summary": "Tea"}
    assert lacking("service", named, {**blank("organisation"), "website": "https://a.example"}) == {}
    assert lacking("service", named, blank("organisation")) != {}


@pytest.mark.parametrize("number", ["111", "999", "116 123", "01632 960 123", "+44 1632 960123", "(01632) 960-123", "85258"])
def test_numbers_as_people_write_them(number):
    assert forms.is_phone(number)


@pytest.mark.parametrize("number", ["", "12", "call Jean", "01632 960123 or 960124", "1" * 16, "<b>1234</b>", "+"])
def test_what_is_no_number(number):
    assert not forms.is_phone(number)


@pytest.mark.parametrize("address", ["a@b.co", "o'neil@st-aidans.org.uk", "first.last+tag@sub.example.org", "zoë@café.example"])
def test_e_mail_addresses(address):
    assert forms.is_email(address)


@pytest.mark.parametrize(
    "address",
    ["a@b", "a b@c.org", "a@@b.org", "@b.org", "a@b..org", "a@b.org\nBcc: c@d.org", "<a@b.org>", ".a@b.org", "a@-b.org"],
)
def test_what_is_no_e_mail_address(address):
    assert not forms.is_email(address)


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://www.a.example/path?q=1#x", "https://café.example/ünder", "https://a.example:8080/"]
)
def test_web_addresses(url):
    assert forms.is_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://a.example", "a.example", "//a.example", "https://", "https://localhost",
        "https://user:word@a.example", "https://a.example/ b", "https://a.example/\"onload=", "https://[::1", "https://127.0.0.1",
    ],
)  # fmt: skip
def test_what_is_no_web_address(url):
    assert not forms.is_url(url)


def test_wrong_values_are_named_by_field_and_number():
    data = {
        "email": "nobody", "url": "javascript:x", "name": "x" * 201, "booking": "sometimes", "minimum_age": -1,
        "phones": [{**PHONE, "number": "111"}, {**PHONE, "number": "call Jean", "kind": "pigeon"}],
        "costs": [{**COST, "amount": "-3"}], "languages": [{"code": "Polish", "note": ""}], "modes": ["pigeon"],
        "suggested": ["debt"], "contacts": "Jean", "accepts_referrals": "yes",
    }  # fmt: skip
    assert codes("service", data) == {
        "name": Wrong.TOO_LONG, "minimum_age": Wrong.AGE, "modes.0": Wrong.CHOICE, "costs.0.amount": Wrong.AMOUNT,
        "phones.1.number": Wrong.PHONE, "phones.1.kind": Wrong.CHOICE, "email": Wrong.EMAIL, "url": Wrong.URL,
        "contacts": Wrong.SHAPE, "booking": Wrong.CHOICE, "accepts_referrals": Wrong.SHAPE, "languages.0.code": Wrong.CHOICE,
        "suggested.0": Wrong.SHAPE,
    }  # fmt: skip
    assert problems("service", data)["name"].values == {"limit": 200}


def test_ages_the_wrong_way_round_are_wrong_together_also_with_what_stands():
    assert codes("service", {"minimum_age": 18, "maximum_age": 5}) == {"maximum_age": Wrong.AGES_ORDER}
    assert codes("service", {"minimum_age": 18, "maximum_age": 18}) == {}
    assert [*problems("service", {"minimum_age": 18}, {"maximum_age": 5})] == ["maximum_age"]
    assert problems("service", {"name": "Shed"}, {"minimum_age": 18, "maximum_age": 5}) == {}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {}),
        ({"freq": "MONTHLY", "byday": ["2TH"]}, {}),
        ({"freq": "ONCE", "byday": [], "start": "2026-12-24"}, {}),
        ({"opens": "10am"}, {"opens": Wrong.TIME}),
        ({"closes": ""}, {"closes": Wrong.TIME}),
        ({"closes": "24:00"}, {"closes": Wrong.TIME}),
        ({"byday": []}, {"byday": Wrong.NO_DAY}),
        ({"freq": "ONCE", "byday": []}, {"start": Wrong.NO_DAY}),
        ({"byday": ["2TU"]}, {"byday": Wrong.CHOICE}),
        ({"start": "2026-02-30"}, {"start": Wrong.DATE}),
        ({"start": "20260201"}, {"start": Wrong.DATE}),
        ({"start": "2026-02-02", "until": "2026-01-01"}, {"until": Wrong.DATES_ORDER}),
        ({"interval": 0}, {"interval": Wrong.NUMBER}),
        ({"exceptions": ["Christmas"]}, {"exceptions": Wrong.DATE}),
        ({"freq": "SOMETIMES"}, {"freq": Wrong.CHOICE}),
    ],
)
def test_schedules(said, wrong):
    assert codes("service", {"schedules": [{**TUESDAYS, **said}]}) == {
        f"schedules.0.{part}": code for part, code in wrong.items()
    }


def test_a_place_that_is_not_known_yet_needs_a_name_or_a_street():
    place = {"location": None, "description": "", "postcode": "nowhere"}
    assert codes("service", {"places": [place]}) == {"places.0.postcode": Wrong.POSTCODE, "places.0.address_1": Wrong.MISSING}
    assert codes("service", {"places": [{**place, "name": "Chapel", "postcode": "TS24 8AA"}]}) == {}
    assert codes("service", {"places": [{"location": "a"}, {"location": "a"}]}) == {"places.1.location": Wrong.TWICE}


def test_a_problem_is_kept_and_read_again():
    problem = Problem(Wrong.TOO_LONG, {"limit": 200})
    assert Problem.from_json(problem.as_json()) == problem


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["number", "opens", "byday", "location", "x"]), inner)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_no_value_of_any_shape_makes_the_check_fail_and_normalising_twice_is_once(kind, data):
    said = data.draw(st.dictionaries(st.sampled_from([*blank(kind)]), ANYTHING, max_size=4))
    once = normalised(kind, said)
    problems(kind, once)
    assert normalised(kind, once) == once


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_revision_has_what_it_did_not_know_empty(kind):
    assert whole(kind, {"name": "Shed", "colour": "green"}) == {**blank(kind), "name": "Shed"}
