"""What differs, as a person would say it; and which sections are done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.changes import conflicts
from hubdirectory.domain.differences import Difference, differences
from hubdirectory.domain.pairing import pairs
from hubdirectory.domain.record_data import OF_VERBS, PHONE, SCHEDULE, blank
from hubdirectory.domain.sections import SECTIONS, Section, Standing, progress, section_of

TUESDAYS = {**SCHEDULE, "byday": ["TU"], "opens": "10:00", "closes": "12:00"}
FRIDAYS = {**SCHEDULE, "byday": ["FR"], "opens": "14:00", "closes": "16:00", "term_time_only": True}


def items(before, after):
    (difference,) = differences({"schedules": before}, {"schedules": after})
    return [(item.how, item.keys) for item in difference.items]


def test_only_fields_that_differ_are_said_in_their_order():
    before, after = {"name": "Shed", "email": "a@b.example", "url": ""}, {"name": "Club", "email": "", "url": "https://a.example"}
    assert [(one.field, one.how) for one in differences(before, after)] == [
        ("name", Difference.CHANGED), ("email", Difference.REMOVED), ("url", Difference.ADDED)
    ]  # fmt: skip
    assert [one.field for one in differences(before, after, ["url"])] == ["url"]
    assert differences(before, before) == ()


def test_a_schedule_whose_hour_moved_is_one_changed_schedule():
    assert items([TUESDAYS, FRIDAYS], [{**TUESDAYS, "opens": "11:00"}, FRIDAYS]) == [(Difference.CHANGED, ("opens",))]


def test_schedules_come_and_go_one_by_one():
    assert items([TUESDAYS], [TUESDAYS, FRIDAYS]) == [(Difference.ADDED, ())]
    assert items([TUESDAYS, FRIDAYS], [FRIDAYS]) == [(Difference.REMOVED, ())]
    other = {**PHONE, "number": "111"}
    (difference,) = differences(
        {"phones": [other]}, {"phones": [{**PHONE, "number": "999", "kind": "text", "description": "Text"}]}
    )
    assert [item.how for item in difference.items] == [Difference.REMOVED, Difference.ADDED]


def test_another_order_is_a_move_of_as_few_as_can_be():
    one, two, three = ({**PHONE, "number": number} for number in ("111", "112", "999"))
    (difference,) = differences({"phones": [one, two, three]}, {"phones": [three, one, two]})
    assert [(item.how, item.after["number"]) for item in difference.items] == [(Difference.MOVED, "999")]


def test_terms_are_added_and_removed_by_themselves():
    (difference,) = differences({"confirmed": ["need/a", "need/b"]}, {"confirmed": ["need/b", "need/c"]})
    assert [(item.how, item.before or item.after) for item in difference.items] == [
        (Difference.REMOVED, "need/a"), (Difference.ADDED, "need/c")
    ]  # fmt: skip


PHONES = st.lists(
    st.fixed_dictionaries({"number": st.sampled_from("123"), "kind": st.sampled_from(["voice", "text"])}), max_size=5
)


def said(phone):
    return phone["number"] + phone["kind"]


@given(PHONES, PHONES)
def test_what_is_said_of_items_leads_from_the_one_list_to_the_other(before, after):
    paired = pairs(before, after)
    assert len(set(paired.values())) == len(paired)
    found = differences({"phones": before}, {"phones": after})
    assert bool(found) == (before != after)
    for difference in found:
        kept = [said(item) for item in before]
        for item in difference.items:
            if item.how in (Difference.REMOVED, Difference.CHANGED):
                kept.remove(said(item.before))
            if item.how in (Difference.ADDED, Difference.CHANGED):
                kept.append(said(item.after))
        assert sorted(kept) == sorted(said(item) for item in after)
        assert difference.items


@given(PHONES)
def test_a_list_is_paired_with_itself_in_place(phones):
    assert pairs(phones, phones) == {number: number for number in range(len(phones))}


def test_a_conflict_is_where_both_changed_the_same_to_something_else():
    base = {"name": "A", "url": "", "email": "", "summary": "S"}
    now = {"name": "B", "url": "https://b.example", "email": "same@b.example", "summary": "S"}
    mine = {"name": "C", "email": "same@b.example", "summary": "T"}
    (conflict,) = conflicts(base, now, mine)
    assert (conflict.field, conflict.base, conflict.yours, conflict.theirs) == ("name", "A", "C", "B")


def test_each_field_is_in_one_section_or_changed_by_verbs_alone():
    for kind, sections in SECTIONS.items():
        placed = [field for fields in sections.values() for field in fields]
        assert len(placed) == len(set(placed))
        assert set(blank(kind)) - set(placed) <= OF_VERBS
        assert not OF_VERBS & set(placed)


def test_the_key_of_an_item_belongs_to_the_section_of_its_field():
    assert section_of("service", "phones.2.number") == Section.CONTACT
    assert section_of("service", "state") is None


def standings(data, wrong=(), **more):
    return {one.section: one.standing for one in progress("service", {**blank("service"), **data}, wrong, **more).sections}


def test_what_is_required_is_to_do_and_the_rest_optional_until_something_is_there():
    empty = standings({})
    assert [section for section, standing in empty.items() if standing == Standing.TO_DO] == [Section.WHAT, Section.CONTACT]
    assert empty[Section.COST] == empty[Section.PICTURES] == Standing.OPTIONAL
    some = {"name": "Shed", "summary": "Tea", "email": "a@b.example", "booking": "drop-in"}
    filled = standings(some, pictures=1)
    assert {section for section, standing in filled.items() if standing == Standing.DONE} == {
        Section.WHAT, Section.CONTACT, Section.ACCESS, Section.PICTURES
    }  # fmt: skip
    assert progress("service", {**blank("service"), **some}).ready
    assert progress("service", {**blank("service"), **some}).done == 3


def test_what_is_wrong_is_to_do():
    said = {"name": "Shed", "summary": "Tea", "email": "a@b.example", "schedules": [{**TUESDAYS, "opens": "ten"}]}
    assert standings(said, ["schedules.0.opens"])[Section.WHEN_WHERE] == Standing.TO_DO
