from __future__ import annotations

from hubdirectory.domain.typed_lists import parts_of


def test_a_list_is_read_with_the_commas_of_either_keyboard():
    assert parts_of(" food bank, larder ,, pantry,") == ["food bank", "larder", "pantry"]
    assert parts_of("بنك طعام، طعام,") == ["بنك طعام", "طعام"]
    assert parts_of(" ،, ") == []
    assert parts_of("one; two") == ["one; two"]
