"""Names in addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.slugs import LONGEST, free_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Men's Shed & Café", "mens-shed-and-cafe"),
        ("Men’s Shed", "mens-shed"),
        ("Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
        ("ŁÓDŹ Świetlica", "lodz-swietlica"),
        ("Ærø Straße ØÐÞŒ", "aero-strasse-odthoe"),
        ("Cafe\u0301 Noël", "cafe-noel"),
        ("Yoga–Pilates", "yoga-pilates"),
        ("Tea…and toast", "tea-and-toast"),
        ("A—Z / B|C", "a-z-b-c"),
        ("Food\u00adbank", "foodbank"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full-width"),
        ("  __ Drop-in:  1-2-1 __ ", "drop-in-1-2-1"),
        ("Ísland ISTANBUL İstanbul ılık", "island-istanbul-istanbul-ilik"),
        ("Rock'n'Roll", "rocknroll"),
        ("Центр Club", "club"),
        ("Walking Football™ №5", "walking-football-no5"),
    ],
)
def test_a_name_becomes_plain_latin_words(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["", "🎨🧶", "مركز", "健康", "!!!", "'", "---"])
def test_a_name_without_a_latin_letter_is_a_record(name: str) -> None:
    assert slug_of(name) == "record"


def test_a_long_name_is_cut_after_a_whole_word() -> None:
    assert slug_of("wellbeing " * 30) == "-".join(["wellbeing"] * 8)
    assert len(slug_of("wellbeing " * 30)) <= LONGEST


def test_a_name_that_just_fits_is_not_cut() -> None:
    assert slug_of("a" * 40 + " " + "b" * 39) == "a" * 40 + "-" + "b" * 39
    assert slug_of("a" * 40 + " " + "b" * 39 + " c") == "a" * 40 + "-" + "b" * 39


def test_one_endless_word_is_cut_where_it_must_be() -> None:
    assert slug_of("a" * 300) == "a" * LONGEST


@given(st.text(max_size=300))
def test_any_text_at_all_makes_a_slug_that_is_its_own_slug(name: str) -> None:
    slug = slug_of(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slug_of(slug) == slug


def test_a_taken_slug_gets_the_next_free_number() -> None:
    assert free_slug("Art Club", set()) == "art-club"
    assert free_slug("Art Club", {"art-club"}) == "art-club-2"
    assert free_slug("Art Club", {"art-club", "art-club-2", "art-club-4"}) == "art-club-3"


def test_names_of_emoji_alone_are_told_apart_by_numbers() -> None:
    assert free_slug("🎨", {"record"}) == "record-2"


def test_a_slug_with_its_number_fits_the_column() -> None:
    slug = slug_of("a" * 300)
    taken = {slug, *(f"{slug}-{number}" for number in range(2, 10_000))}
    assert len(free_slug("a" * 300, taken)) <= 90
