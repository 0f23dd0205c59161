"""What search promises, held against both engines."""

from __future__ import annotations

import pytest

from search.document import Place
from search.port import IndexMissing, Words
from search.query import Near, Query, Sort
from search.tongues import APART, apart

CENTRAL = Place("central", 54.686, -1.2125)
NEAR_CENTRAL = Near(54.686, -1.2125, {"central": 0.1})
NEAR_TOWN = Near(54.686, -1.2125, {"central": 0.1, "north": 1.9, "south": 2.0})


def numbers(found):
    return [hit.number for hit in found.hits]


def asked(engine, words="", **more):
    return engine.search(Query(words=words, **more))


def found_by(engine, words, **more):
    return sorted(numbers(asked(engine, words, **more)))


def test_all_the_words_count(engine):
    assert found_by(engine, "mental health") == [1, 2, 12]


def test_neighbours_come_before_scattered_words_and_the_name_before_the_summary(engine):
    assert numbers(asked(engine, "mental health")) == [1, 2, 12]


def test_the_last_word_may_be_unfinished(engine):
    assert found_by(engine, "mental heal") == [1, 2, 12]
    assert found_by(engine, "heal mental") == []


@pytest.mark.parametrize("words", ["carer", "carers", "carer's", "carers’", "CARERS"])
def test_plural_and_singular_meet_and_careers_is_another_word(engine, words):
    assert found_by(engine, words) == [5]


@pytest.mark.parametrize("words", ["cafe", "café", "CAFÉ", "Cafe\u0301"])
def test_accents_are_ignored(engine, words):
    assert found_by(engine, words) == [5]


def test_letters_without_an_accent_are_typed_plainly(engine):
    assert found_by(engine, "lodz") == [8]


# As it stands in a record, and as somebody types it: without points and articles, on another keyboard, unfinished.
IN_EIGHT_LANGUAGES = [
    ("Cymorth gyda dyled", "dyled"), ("Porady o długach", "dlugach"), ("Sfaturi despre datorii și țară", "datorii tara"),
    ("Допомога з боргами, м’ята", "боргами мята"), ("المساعدة في الدُّيون", "ديون"), ("مساعدة للأطفال", "الأطفال"),
    ("کمک برای بدهی", "كمك بدهي"), ("قرض کے لیے مدد", "قرض کے لي"), ("Help with debt 112", "١١٢"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "typed"), IN_EIGHT_LANGUAGES)
def test_a_text_in_any_language_is_found_by_its_words(engine, make, held, typed):
    engine.update([make(20, "Twenty", held), make(21, "Twenty-one", "Nothing of the kind")])
    assert found_by(engine, typed) == [20]


@pytest.mark.parametrize("code", APART)
def test_words_of_languages_kept_apart_are_found_by_their_beginnings_and_by_nothing_else(engine, make, code):
    engine.update([make(13, "Advice", apart(code, "Długi i porady"))])
    assert found_by(engine, apart(code, "porady dlugi")) == found_by(engine, apart(code, "dlu")) == [13]
    for typed in (code, code[0], f"{code}dlugi", "dlugi", "dlu"):
        assert 13 not in found_by(engine, typed), typed


@pytest.mark.parametrize("words", ["men's shed", "mens shed", "men shed", "men’s shed"])
def test_apostrophes_are_ignored(engine, words):
    assert found_by(engine, words) == [2]


@pytest.mark.parametrize(("typed", "read"), [("mentl health", "mental"), ("mental helth", "health"), ("metnal health", "mental")])
def test_typos_are_forgiven_and_said(engine, typed, read):
    found = asked(engine, typed)
    assert sorted(numbers(found)) == [1, 2, 12]
    assert [instead for _, instead in found.read_as] == [read]


def test_two_typos_are_forgiven_in_a_long_word(engine):
    assert found_by(engine, "ocupatinal therapy") == [7]


def test_a_word_that_a_record_holds_is_never_a_typo(engine):
    assert found_by(engine, "careers") == [6]
    assert asked(engine, "careers").read_as == ()


def test_joined_and_separate_words_meet(engine):
    assert found_by(engine, "food bank") == [3, 4]
    assert found_by(engine, "foodbank") == [3, 4]
    assert found_by(engine, "debtline") == [9]


@pytest.mark.parametrize("words", ["OT", "ot", "O.T.", "occupational therapy"])
def test_an_acronym_finds_what_it_stands_for(engine, words):
    expected = [7] if words != "O.T." else found_by(engine, "O T")
    assert found_by(engine, words) == expected


def test_a_two_letter_word_is_found(engine):
    assert found_by(engine, "AA") == [12]


def test_synonyms_work_both_ways(engine):
    assert found_by(engine, "nan") == found_by(engine, "gran") == found_by(engine, "grandmother") == [11]


def test_a_new_synonym_works_at_the_next_search(engine):
    assert found_by(engine, "booze") == []
    engine.set_words(Words((*engine._words.synonyms, ("booze", "drinking")), engine._words.stop_words))
    assert found_by(engine, "booze") == [12]


def test_a_new_phrase_as_synonym_works_at_the_next_search(engine):
    engine.set_words(Words((("skint", "ring about debts"),), frozenset()))
    assert found_by(engine, "skint") == [9]


def test_stop_words_do_not_narrow(engine):
    assert found_by(engine, "the shed for men") == [2]
    assert found_by(engine, "shed with a men") == [2]


def test_only_stop_words_are_looked_for_as_they_are(engine):
    assert found_by(engine, "the") == [7, 11]  # "therapy" begins so


def test_an_empty_query_finds_everything(engine):
    found = asked(engine)
    assert found.total == 12
    assert found.facets["need"]["debt"] == 2


def test_nonsense_finds_nothing(engine):
    found = asked(engine, "xyzzyq")
    assert (found.total, found.hits, found.facets["need"]) == (0, (), {})


@pytest.mark.parametrize(
    "words", ['"mental health"', "mental -health", "mental* health?", "mental/health", "  mental\u00a0health "]
)
def test_signs_are_no_commands(engine, words):
    assert found_by(engine, words) == [1, 2, 12]


@pytest.mark.parametrize("words", ["a" * 5000, "word " * 500, "קהילה", "مساعدة", "12 34 56"])
def test_odd_queries_find_nothing_and_break_nothing(engine, words):
    assert asked(engine, words).total == 0


@pytest.mark.parametrize("words", ["\x00", "'", "🙂", "%", '"', "\\", "\ud800"])
def test_signs_alone_ask_for_nothing_so_find_everything(engine, words):
    assert asked(engine, words).total == 12


def test_choices_in_one_group_are_or_and_between_groups_and(engine):
    assert found_by(engine, "", chosen={"need": ("debt", "carers")}) == [5, 9, 10]
    assert found_by(engine, "", chosen={"need": ("debt", "carers"), "hub": ("south",)}) == [5, 10]


def test_a_choice_does_not_empty_its_own_group(engine):
    facets = asked(engine, "", chosen={"need": ("debt",)}).facets
    assert facets["need"]["food"] == 2
    assert facets["hub"] == {"south": 1}


def test_each_count_is_what_choosing_gives(engine):
    for words in ("", "mental health", "food"):
        for group, counts in asked(engine, words, chosen={"hub": ("north", "south")}).facets.items():
            for value, count in counts.items():
                chosen = {"hub": ("north", "south")} | {group: (value,)}
                assert asked(engine, words, chosen=chosen).total == count, (words, group, value)


def test_a_value_that_nobody_has_finds_nothing(engine):
    assert asked(engine, "", chosen={"need": ("unicorns",)}).total == 0
    assert asked(engine, "", chosen={"need": ('"] OR number > 0',)}).total == 0


def test_a_service_at_three_hubs_appears_once_and_counts_once(engine):
    found = asked(engine, "food bank", near=NEAR_TOWN)
    assert (found.total, numbers(found)) == (1, [3])
    assert found.facets["hub"] == {"central": 1, "north": 1, "south": 1}
    assert found.facets["need"] == {"food": 1}


@pytest.mark.parametrize("place", ["central", "north", "south"])
def test_it_is_found_near_each_of_them(engine, place):
    near = Near(54.7, -1.2, {place: 0.3})
    found = asked(engine, "food bank", near=near)
    assert numbers(found) == [3]
    assert found.hits[0].miles == 0.3


def test_near_a_place_never_hides_what_has_no_place(engine):
    found = asked(engine, "debt", near=NEAR_CENTRAL)
    assert (found.total, found.anywhere_total) == (0, 2)
    assert sorted(hit.number for hit in found.anywhere) == [9, 10]


def test_what_is_near_is_not_also_anywhere(engine):
    found = asked(engine, "debt", near=NEAR_TOWN)
    assert (numbers(found), [hit.number for hit in found.anywhere]) == ([10], [9])


def test_anywhere_can_be_listed_by_itself(engine):
    found = asked(engine, "debt", near=NEAR_CENTRAL, anywhere=True)
    assert (found.total, sorted(numbers(found))) == (2, [9, 10])
    assert found.facets["need"] == {"debt": 2}


def test_near_without_a_limit_lists_every_place(engine):
    everywhere = Near(54.686, -1.2125, {"central": 0.1, "north": 1.9, "south": 2.0, "greenwich": 223.0}, everywhere=True)
    found = asked(engine, near=everywhere)
    assert (found.total, found.anywhere_total) == (9, 3)
    assert {hit.number for hit in found.hits[:3]} == {1, 3, 6}
    assert numbers(found)[-1] == 11


def test_relevance_is_kept_near_a_place(engine):
    assert numbers(asked(engine, "mental health", near=NEAR_TOWN)) == [1, 2, 12]


def test_sorted_by_distance(engine):
    near = Near(54.71, -1.235, {"north": 0.1, "central": 1.8, "south": 3.0})
    found = asked(engine, "mental health", near=near, sort=Sort.DISTANCE)
    miles = [hit.miles for hit in found.hits]
    assert miles == sorted(miles) == [0.1, 0.1, 1.8]
    assert numbers(found)[-1] == 1


def test_sorted_by_name(engine):
    assert numbers(asked(engine, sort=Sort.NAME))[:3] == [12, 6, 5]
    assert numbers(asked(engine, "mental health", sort=Sort.NAME)) == [12, 2, 1]


def test_of_two_that_fit_alike_the_fresher_comes_first(engine, make):
    names = ("Knitting circle north", "Knitting circle south", "Knitting circle west")
    for number, name, confirmed in zip((20, 21, 22), names, (202509, 202611, 0), strict=True):
        engine.update([make(number, name, places=[CENTRAL], confirmed=confirmed)])
    assert numbers(asked(engine, "knitting")) == [21, 20, 22]
    assert numbers(asked(engine, "knitting circle")) == [21, 20, 22]
    assert numbers(asked(engine, "knitting circle", near=NEAR_CENTRAL)) == [21, 20, 22]
    assert numbers(asked(engine, chosen={"hub": ("central",)}))[:1] == [21]


def test_an_exact_name_comes_first_however_stale(engine, make):
    fresh = [make(30 + number, f"Knitting circle of street {number}", confirmed=202611) for number in range(25)]
    engine.update([make(20, "Knitting circle", confirmed=0), *fresh])
    assert numbers(asked(engine, "knitting circle"))[0] == 20
    assert numbers(asked(engine, "Knitting Circle"))[0] == 20


def test_what_is_stale_and_fits_is_before_what_is_fresh_and_fits_less(engine, make):
    engine.update([
        make(20, "Chess club", confirmed=202401), make(21, "Games afternoon", "Cards and chess", confirmed=202611),
        make(22, "Company", description="Some of us play chess", confirmed=202611),
    ])  # fmt: skip
    assert numbers(asked(engine, "chess")) == [20, 21, 22]


def test_confirmed_again_it_moves_up(engine, make):
    engine.update([make(20, "Knitting north", confirmed=202509), make(21, "Knitting south", confirmed=202608)])
    assert numbers(asked(engine, "knitting")) == [21, 20]
    engine.update([make(20, "Knitting north", confirmed=202611)])
    assert numbers(asked(engine, "knitting")) == [20, 21]


def test_sorted_by_confirmed_lately(engine):
    assert numbers(asked(engine, sort=Sort.CONFIRMED))[:2] == [2, 1]
    assert numbers(asked(engine, "mental health", sort=Sort.CONFIRMED)) == [2, 1, 12]


def test_open_patterns_narrow(engine):
    assert found_by(engine, "", patterns=frozenset({"tuesday"})) == [3, 10]
    assert found_by(engine, "debt", patterns=frozenset({"always"})) == [9]
    assert asked(engine, patterns=frozenset()).total == 0


def test_the_asker_may_say_which_are_to_be_found_and_which_are_not(engine):
    found = asked(engine, "debt", among=frozenset({1, 9}))
    assert (numbers(found), found.facets["need"]) == ([9], {"debt": 1})
    assert found_by(engine, "debt", besides=frozenset({9})) == [10]
    assert found_by(engine, "", chosen={"need": ("food",)}, among=frozenset({3, 4, 5}), besides=frozenset({4})) == [3]
    assert asked(engine, among=frozenset()).total == 0


def test_pages_share_out_the_total_without_gap_or_overlap(engine):
    pages = [asked(engine, page=page, per_page=5) for page in (1, 2, 3, 4)]
    seen = [number for page in pages for number in numbers(page)]
    assert sorted(seen) == list(range(1, 13))
    assert {page.total for page in pages} == {12}


def test_totals_are_exact_past_a_thousand(engine, documents_by_the_thousand):
    engine.update(documents_by_the_thousand)
    last = asked(engine, "wool", page=61, per_page=20, chosen={"need": ("youth",)})
    assert (last.total, len(last.hits)) == (1205, 5)
    assert last.facets["need"]["youth"] == 1205


def test_an_update_is_found_at_the_next_search(engine, make):
    engine.update([make(5, "Carers’ breakfast", "Porridge", needs=["carers"])])
    assert found_by(engine, "porridge") == [5]
    assert found_by(engine, "cafe breakfast") == []
    assert asked(engine).total == 12


def test_an_update_with_fewer_places_leaves_nothing_behind(engine, make):
    engine.update([make(3, "Food Bank", needs=["food"])])
    found = asked(engine, "food", near=NEAR_TOWN)
    assert (found.total, found.anywhere_total) == (0, 2)


def test_what_is_gone_is_not_found(engine):
    engine.update([], gone=[3, 5])
    assert asked(engine).total == 10
    assert "carers" not in asked(engine).facets["need"]
    assert set(engine.state().fingerprints) == set(range(1, 13)) - {3, 5}


def test_removing_what_was_never_there_is_harmless(engine):
    engine.update([], gone=[999])
    assert asked(engine).total == 12


def test_the_same_document_twice_is_one(engine, make):
    for _ in range(2):
        engine.update([make(5, "Carers’ café", "For unpaid carers", needs=["carers"])])
    assert asked(engine, "carers").total == 1
    assert asked(engine).facets["need"]["carers"] == 1


def test_state_tells_the_fingerprint_of_each(engine):
    assert dict(engine.state().fingerprints) == dict.fromkeys(range(1, 13), "1")


def test_a_rebuild_replaces_everything(engine, make):
    engine.rebuild([make(1, "Only one")], Words())
    assert asked(engine).total == 1


def test_an_empty_rebuild_answers_with_nothing(engine):
    engine.rebuild([], Words())
    assert asked(engine, "mental").total == 0


def test_several_counts_in_one_trip(engine):
    assert engine.count_each([Query("mental"), Query("debt", near=NEAR_CENTRAL), Query("zzz")]) == [3, 0, 0]
    assert engine.count_each([]) == []


@pytest.mark.parametrize("name", ["embedded", "meilisearch"])
def test_without_an_index_it_says_so(request, name):
    with pytest.raises(IndexMissing):
        request.getfixturevalue(name).search(Query("mental"))
