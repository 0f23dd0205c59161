from __future__ import annotations

import pytest

from hubdirectory.domain.duplicates import Agrees, Traits, compare, dialled, name_words, web_key

SHED = Traits("1", "Men’s Shed", phones=frozenset({"01429123456"}), postcodes=frozenset({"TS249EU"}))
SHED_AGAIN = Traits("2", "The Mens Shed CIC", phones=frozenset({"01429123456"}), postcodes=frozenset({"TS249EU"}))


def test_the_same_name_number_and_door_are_one():
    found = compare(SHED, SHED_AGAIN, 100)
    assert found.likely
    assert {reason.agrees for reason in found.reasons} == {Agrees.NAME, Agrees.PHONE, Agrees.POSTCODE}
    assert found.score == sum(reason.points for reason in found.reasons)


def test_a_name_alone_never_decides():
    one, other = Traits("1", "Friends of the Park"), Traits("2", "Friends of the Park")
    assert not compare(one, other, 100).likely


def test_names_of_which_one_holds_the_other_are_not_enough_with_a_shared_door():
    one = Traits("1", "Craft Group", postcodes=frozenset({"TS249EU"}))
    other = Traits("2", "Craft Group for Young Carers", postcodes=frozenset({"TS249EU"}))
    assert not compare(one, other, 100 * 11 / 40).likely


def test_services_of_one_organisation_share_their_number_and_are_still_two():
    one = Traits("1", "Chair Yoga", phones=frozenset({"01429123456"}), postcodes=frozenset({"TS249EU"}), owner="a")
    other = Traits("2", "Chair Zumba", phones=frozenset({"01429123456"}), postcodes=frozenset({"TS249EU"}), owner="a")
    assert not compare(one, other, 76).likely


def test_a_number_and_a_website_without_any_likeness_of_the_names_are_not_one():
    shared = {"phones": frozenset({"01429123456"}), "web": frozenset({"example.org"})}
    assert not compare(Traits("1", "Debt Advice", **shared), Traits("2", "Toddler Time", **shared), 20).likely


@pytest.mark.parametrize("written", ["01429 123 456", "+44 (0)1429 123456", "0044 1429 123456", "(01429) 123-456"])
def test_a_number_is_the_same_in_every_spelling(written):
    assert dialled(written) == "01429123456"


def test_short_numbers_are_everybodys():
    assert dialled("111") == ""


def test_a_page_on_a_shared_site_is_somebodys_and_its_host_is_nobodys():
    assert web_key("https://www.facebook.com/mensshed/") == "facebook.com/mensshed"
    assert web_key("https://facebook.com") == ""
    assert web_key("HTTPS://www.Example.org/") == web_key("example.org") == "example.org"


def test_words_that_say_nothing_are_left_out_of_names():
    assert name_words("The Café of St Hilda’s Ltd") == ["cafe", "st", "hildas"]
    assert name_words("The Group") == ["the", "group"]
