"""What was typed, told back in words that somebody writes."""

from __future__ import annotations

from hubdirectory.actions.typed import as_read


def test_a_word_is_told_as_a_record_writes_it_and_no_beginning_of_a_word_is_told():
    assert as_read("Lonely nights", {"lonely": "loneli"}, ["Help with loneliness"]) == "loneliness nights"
    assert as_read("lonely", {"lonely": "loneli"}, ["Choir practice"]) == ""
    assert as_read("choir", {}, ["Choir practice"]) == ""
