"""The texts read as if people had written them, and hold nothing that is somebody's real number or address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from hubdirectory.sample_town.content import chosen, copies_of
from hubdirectory.sample_town.facts import AUDIENCES, KINDS, FactError, facts_of
from hubdirectory.sample_town.load import known_terms
from hubdirectory.sample_town.town import Town

DRAMA = re.compile(r"01632 960 \d{3}|07700 900 \d{3}|0808 157 0\d{3}|03069 990 \d{3}")
REAL_LINES = {"999", "111", "116 123", "85258"}


def texts(town: Town) -> Iterator[tuple[str, str]]:
    for service in town.services:
        fields = (service.name, service.summary, service.description, service.application_process, service.conditions)
        yield from ((service.slug, text) for text in (*fields, service.paused_reason, service.alternate_name))
    for group in town.organisations:
        yield from ((group.slug, text) for text in (group.name, group.summary, group.description))
    for place in town.locations:
        yield from ((place.slug, text) for text in (place.name, place.description, place.transport))


def distance(one: str, other: str) -> int:
    """Edits between two words, a swap of neighbours counted as one."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def test_no_text_shows_that_it_was_generated(town: Town) -> None:
    for slug, text in texts(town):
        assert not re.search(r"[{}\[\]|~<>]|  |\blorem\b|\bTODO\b|!", text), (slug, text)
        assert text == text.strip(), slug


def test_every_service_has_a_summary_of_one_sentence_and_a_description(town: Town) -> None:
    for service in town.services:
        assert 15 <= len(service.summary) <= 200, service.slug
        assert service.summary.endswith((".", "?")), service.slug
        assert len(service.description.split()) >= 10, service.slug


@pytest.mark.parametrize("field", ["name", "summary", "description"])
def test_no_text_is_repeated_more_than_twice(town: Town, field: str) -> None:
    counts = Counter(getattr(service, field) for service in town.services)
    assert counts.most_common(1)[0][1] <= 2


def test_no_sentence_is_met_often(town: Town) -> None:
    sentences = Counter(sentence for service in town.services for sentence in re.split(r"(?<=[.?]) |\n\n", service.description))
    assert sentences.most_common(1)[0][1] <= 7, sentences.most_common(5)


def test_names_are_as_awkward_as_real_ones(town: Town) -> None:
    names = [group.name for group in town.organisations]
    assert sum("'" in name for name in names) >= 15
    assert sum("&" in name for name in names) >= 10
    assert sum(not name.isascii() for name in names) >= 2


def test_every_telephone_number_is_ofcoms_for_drama_or_a_real_crisis_line(town: Town) -> None:
    for record in (*town.services, *town.organisations, *town.locations):
        for phone in record.phones:
            assert DRAMA.fullmatch(phone.number) or phone.number in REAL_LINES, (record.slug, phone.number)
    for slug, text in texts(town):
        assert not re.search(r"\b0\d{3,4} ?\d{3}", text), slug


def test_every_address_is_under_example_org(town: Town) -> None:
    for service in town.services:
        assert re.fullmatch(r"https://[a-z0-9-]+\.example\.org/[a-z0-9-]*|", service.url), service.url
        assert re.fullmatch(r"[a-z]+@[a-z0-9-]+\.example\.org|", service.email), service.email
    for group in town.organisations:
        assert re.fullmatch(r"https://[a-z0-9-]+\.example\.org/|", group.website), group.website
        assert re.fullmatch(r"hello@[a-z0-9-]+\.example\.org|", group.email), group.email
    for slug, text in texts(town):
        assert not re.search(r"@|https?:|www\.", text), slug


def test_no_word_is_one_slip_away_from_mental_or_health(town: Town) -> None:
    # Engines forgive a slip, and the figure for "mental health" must not hang on which of them does how.
    words = {word for _, text in texts(town) for word in re.findall(r"[a-z]+", text.casefold())}
    assert [word for word in words if word != "mental" and distance(word, "mental") == 1] == []
    near = [word for word in words if not word.startswith("health") and any(distance(word[:n], "health") <= 1 for n in (5, 6, 7))]
    assert near == []


def test_the_facts_know_the_directorys_own_terms(session: Session) -> None:
    for taxonomy, known in (("audience", AUDIENCES), ("service-type", KINDS)):
        assert {slug for of, slug in known_terms(session) if of == taxonomy} == known


def test_a_line_of_facts_is_read() -> None:
    facts = facts_of(
        "drop-in; carers; 18+; fortnightly not-bh TU,TH 22:00-01:00; £3.50 a session; donation; at:church*2; also:food"
    )
    assert (facts.kinds, facts.audiences, facts.ages) == (["drop-in"], ["carers"], (18, None))
    when = facts.whens[0]
    assert (when.byday, when.fortnightly, when.not_bank_holidays, when.opens.hour, when.closes.hour) == (
        ("TU", "TH"),
        True,
        True,
        22,
        1,
    )
    assert [cost.option for cost in facts.costs] == ["a session", ""]
    assert (facts.at, facts.also) == ([("church", 2)], ["food"])


@pytest.mark.parametrize("line", ["drop-inn", "TU 10-12", "£three", "colour: red"])
def test_a_fact_that_nobody_understands_is_said_so(line: str) -> None:
    with pytest.raises(FactError, match="nobody understands"):
        facts_of(line)


def test_each_copy_of_a_text_takes_its_own_alternative() -> None:
    assert copies_of("Walk [slow|fast|far]") == 3
    assert [chosen("Walk [slow|fast|far], [alone|together]", turn) for turn in range(3)] == [
        "Walk slow, alone", "Walk fast, together", "Walk far, alone",
    ]  # fmt: skip
