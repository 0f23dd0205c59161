"""Terms, synonyms, stop words, the crisis panel, texts of pages and mails: written at the desk."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hubdirectory.actions import finding, mailing, showing
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.desk import mail_words, phrases, terms, wordings
from hubdirectory.actions.desk.good_words import BadWording, braces, can_be_dialled, without_braces
from hubdirectory.actions.desk.phrases import NeedPhrases
from hubdirectory.actions.desk.synonyms import groups_in, put_groups, text_of_groups
from hubdirectory.actions.meaning import meant
from hubdirectory.actions.results import Asked
from hubdirectory.actions.world import open_world
from hubdirectory.domain.states import Role
from tests.factories.people import person


@pytest.fixture
def manager(world):
    return person(world, "Morgan", Role.MANAGER)


@pytest.fixture
def larder(town):
    with town.editing() as made:
        return made.service("Community Larder", needs=["food"], summary="Tins and bread")


def total(world, words, **more):
    return finding.find(world, Asked(q=words, **more)).total


# terms


def test_a_new_term_gets_a_slug_that_stays_when_it_is_renamed(world, manager):
    slug = terms.add(world, manager, "need", "Somebody to talk to")
    terms.change(world, manager, "need", slug, name="A listening ear", description="", translations={"pl": "Ktoś do rozmowy"})
    assert slug == "somebody-to-talk-to"
    named = {term.slug: term.name for term in showing.terms(world, "need", "pl")}
    assert named[slug] == "Ktoś do rozmowy"


@pytest.mark.parametrize(("name", "why"), [("  ", "missing"), ("x" * 201, "long"), ("FOOD", "taken")])
def test_a_term_needs_a_name_of_its_own(world, manager, name, why):
    if why == "taken":
        terms.add(world, manager, "audience", "Food")
    with pytest.raises(terms.BadTerm, match=why):
        terms.add(world, manager, "audience", name)


def test_a_renamed_term_is_found_by_its_new_name(world, manager, larder):
    assert total(world, "groceries") == 0
    count = terms.change(world, manager, "need", "food", name="Groceries", description="", translations={})
    assert count == 1
    assert total(world, "groceries") == 1


def test_a_retired_term_is_neither_shown_nor_searched_and_comes_back(world, manager, larder):
    terms.retire(world, manager, "need", "food")
    assert "food" not in {term.slug for term in showing.terms(world, "need", "en")}
    assert finding.find(world, Asked(chosen={"need": ("food",)})).total == 0
    terms.retire(world, manager, "need", "food", retired=False)
    assert finding.find(world, Asked(chosen={"need": ("food",)})).total == 1


def test_terms_are_put_in_order(world, manager):
    for name in ("Anna", "Berta", "Carl"):
        terms.add(world, manager, "service-type", name)
    terms.move(world, manager, "service-type", "carl", -1)
    slugs = [term.slug for term in terms.taxonomy(world, manager, "service-type").terms]
    assert [slug for slug in slugs if slug in ("anna", "berta", "carl")] == ["anna", "carl", "berta"]


# synonyms and stop words


def test_a_synonym_works_at_the_next_search(world, manager, larder):
    assert total(world, "pantry") == 0
    wordings.put(world, manager, wordings.SYNONYMS, "larder", ["larder", "pantry"])
    assert total(world, "pantry") == 1
    wordings.put(world, manager, wordings.SYNONYMS, "larder", [])
    assert total(world, "pantry") == 0


def test_another_process_goes_by_a_new_synonym_at_its_next_search(world, manager, larder):
    """Two worlds, as two web processes have them: what one is told, the other hears."""
    other = open_world(world.settings)
    try:
        assert total(other, "pantry") == 0
        wordings.put(world, manager, wordings.SYNONYMS, "larder", ["larder", "pantry"])
        assert total(other, "pantry") == 1
        wordings.put(other, manager, wordings.SYNONYMS, "larder", [])
        assert total(world, "pantry") == total(other, "pantry") == 0
    finally:
        other.close()


ASKING = """
import sys
from hubdirectory.actions import finding
from hubdirectory.actions.meaning import meant
from hubdirectory.actions.results import Asked
from hubdirectory.actions.world import open_world
from hubdirectory.config import load_settings
world = open_world(load_settings({"HUB_INSTANCE": sys.argv[1], "DATABASE_URL": sys.argv[2], "HUB_NOW": "2026-11-24T10:30"}))
for line in sys.stdin:
    print(finding.find(world, Asked(q=line.strip())).total, flush=True)
world.close()
"""


def test_a_process_that_runs_already_hears_a_synonym(world, manager, larder):
    """A real second process that has searched before, and is told nothing but by the database."""
    arguments = [sys.executable, "-c", ASKING, str(world.settings.instance), world.settings.database_url]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(words):
            process.stdin.write(f"{words}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        assert ask("pantry") == 0
        wordings.put(world, manager, wordings.SYNONYMS, "larder", ["larder", "pantry"])
        assert ask("pantry") == 1
        wordings.put(world, manager, wordings.STOP_WORDS, "en", ["xylophone"])
        assert ask("larder xylophone") == 1
        process.stdin.close()


def test_groups_are_written_as_lines_and_read_back(world, manager):
    text = text_of_groups(wordings.wordings(world, manager, wordings.SYNONYMS))
    assert put_groups(world, manager, groups_in(text)) == 0
    assert put_groups(world, manager, groups_in(f"{text}\nlarder, pantry\n")) == 1
    assert "larder, pantry" in text_of_groups(wordings.wordings(world, manager, wordings.SYNONYMS))
    assert put_groups(world, manager, groups_in(text)) == 1
    assert text_of_groups(wordings.wordings(world, manager, wordings.SYNONYMS)) == text


def test_a_group_of_one_phrase_says_which_line_and_changes_nothing(world, manager):
    before = wordings.wordings(world, manager, wordings.SYNONYMS)
    with pytest.raises(BadWording) as bad:
        put_groups(world, manager, [["larder", "pantry"], ["alone"]])
    assert bad.value.value == "alone"
    assert wordings.wordings(world, manager, wordings.SYNONYMS) == before


def test_what_was_taken_away_does_not_come_back_with_an_upgrade(world, manager):
    from hubdirectory.actions.founding import found

    key = next(iter(wordings.wordings(world, manager, wordings.SYNONYMS)))
    wordings.put(world, manager, wordings.SYNONYMS, key, [])
    with world.database.writing() as session:
        found(session)
    assert key not in wordings.wordings(world, manager, wordings.SYNONYMS)


# what people say


def test_phrases_are_tried_before_they_are_saved_and_count_at_the_next_search(world, manager, larder):
    before = phrases.of_need(world, manager, "food").phrases
    assert "food" not in [one.slug for one in phrases.try_out(world, manager, "wheres the skran")]
    tried = phrases.try_out(world, manager, "wheres the skran", "food", "en", [*before, "skran"])
    assert tried[0].slug == "food"
    assert phrases.of_need(world, manager, "food").phrases == before
    phrases.put(world, manager, "food", "en", [*before, "skran"])
    assert meant(world, Asked(q="wheres the skran"), "en").needs[0].slug == "food"


def test_phrases_that_came_along_come_back_by_an_empty_list_or_by_an_earlier_one(world, manager, larder):
    before = phrases.of_need(world, manager, "food").phrases
    phrases.put(world, manager, "food", "en", ["grub"])
    own = NeedPhrases("food", "Food banks and emergency food", "en", ("grub",), own=True)
    assert phrases.of_need(world, manager, "food") == own
    phrases.put(world, manager, "food", "en", [])
    assert phrases.of_need(world, manager, "food").phrases == before
    grub = next(one for one in wordings.versions(world, manager, wordings.PHRASES, "food") if one.value)
    wordings.restore(world, manager, grub.id)
    assert phrases.of_need(world, manager, "food").phrases == ("grub",)


@pytest.mark.parametrize("bad", [["?!"], ["a" * 201], [f"phrase {number}" for number in range(70)]])
def test_phrases_that_would_not_do_are_refused(world, manager, larder, bad):
    with pytest.raises(BadWording):
        phrases.put(world, manager, "food", "en", bad)


def test_only_the_desk_reads_and_writes_phrases(world, larder):
    nobody = person(world, "Robin")
    for deed in (phrases.every_need, lambda *who: phrases.put(*who, "food", "en", []), lambda *who: phrases.try_out(*who, "x")):
        with pytest.raises(NotAllowed):
            deed(world, nobody)


# the crisis panel


PANEL = {"heading": "Help now", "intro": "", "advice": [], "lines": [{"name": "Samaritans", "number": "116 123", "kind": "call"}]}


@pytest.mark.parametrize("number", ["999", "111", "116 123", "0800 1111", "0808 800 0082", "01429 266522"])
def test_numbers_that_people_can_dial(number):
    assert can_be_dialled(number)


@pytest.mark.parametrize("number", ["", "12", "0142", "116 12", "call us", "01429 26652", "9999999999999999"])
def test_numbers_that_nobody_can_dial_are_refused(world, manager, number):
    line = {"name": "Samaritans", "number": number, "kind": "call"}
    with pytest.raises(BadWording):
        wordings.put(world, manager, wordings.PANEL, "crisis", {**PANEL, "lines": [line]})


def test_five_figures_are_a_number_for_texts():
    assert can_be_dialled("85258", "text")
    assert not can_be_dialled("8525", "text")


def test_an_earlier_panel_is_brought_back(world, manager):
    shipped = showing.crisis_panel(world)
    wordings.put(world, manager, wordings.PANEL, "crisis", PANEL)
    assert showing.crisis_panel(world)["heading"] == "Help now"
    first = wordings.versions(world, manager, wordings.PANEL, "crisis")[-1]
    assert first.by == ""
    wordings.restore(world, manager, first.id)
    assert showing.crisis_panel(world)["heading"] == shipped["heading"]
    assert len(wordings.versions(world, manager, wordings.PANEL, "crisis")) == 3


# mails


def test_a_mail_says_the_managers_own_sentence(world, manager):
    message = next(one for one in mail_words.messages("sign_in") if "works once" in one)
    own = {message: without_braces("Use it within {minutes} minutes, 100% safe.")}
    wordings.put(world, manager, wordings.MAIL, "sign_in", {"en": own})
    letter = mailing.render(world, "sign_in", "en", link="https://x.example/1", minutes=15)
    assert "Use it within 15 minutes, 100% safe." in letter.text
    assert "Use it within" not in mailing.render(world, "sign_in", "pl", link="https://x.example/1", minutes=15).text


@pytest.mark.parametrize("typed", ["Within {hours}", "%(nothing)s", "100 %s"])
def test_a_sentence_with_something_that_it_is_not_given_is_refused(world, manager, typed):
    message = next(one for one in mail_words.messages("sign_in") if "works once" in one)
    said = without_braces(typed) if "{" in typed else typed
    with pytest.raises(BadWording):
        wordings.put(world, manager, wordings.MAIL, "sign_in", {"en": {message: said}})


@pytest.mark.parametrize("typed", ["{link.__class__}", "{ link }", "{% for x in y %}", "<script>"])
def test_what_looks_like_a_program_is_only_words(world, manager, typed):
    message = next(one for one in mail_words.messages("sign_in") if "works once" in one)
    wordings.put(world, manager, wordings.MAIL, "sign_in", {"en": {message: without_braces(typed)}})
    letter = mailing.render(world, "sign_in", "en", link="https://x.example", minutes=15)
    assert typed in letter.text
    assert "<script>" not in letter.html


@pytest.mark.parametrize("name", mail_words.names())
def test_every_mail_can_be_looked_at_with_examples(world, name):
    letter = mail_words.example(world, name, "en", {})
    assert letter.subject
    assert letter.text


def test_braces_are_only_for_reading():
    assert without_braces(braces("%(site)s is 100%% free")) == "%(site)s is 100%% free"


def test_only_the_manager_writes(world):
    with pytest.raises(NotAllowed):
        wordings.put(world, person(world, "Ann"), wordings.PAGE, "about", {"en": "Mine"})
