"""The desk's pages: who may, what each shows, and what its forms do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from hubdirectory.actions import changes, records, reporting
from hubdirectory.actions.desk import duplicates
from hubdirectory.actions.workbench import counting as searches
from hubdirectory.actions.workbench import proposing
from hubdirectory.models import Change, Mail, Report
from hubdirectory.web.access import ENDPOINTS
from tests.factories.accounts import actor_for

LISTS = (
    "claims", "reports", "waiting", "stale", "suggested", "pictures", "links", "numbers", "duplicates", "imports",
    "mails", "unindexed",
)  # fmt: skip
PAGES = [
    "/desk/searches", "/desk/gaps", "/desk/lists/proposed", "/desk/words/phrases", "/desk/words/phrases/debt",
    "/desk", "/desk/review", *(f"/desk/lists/{name}" for name in LISTS), "/desk/records", "/desk/words", "/desk/words/terms/need",
    "/desk/words/terms/need/debt", "/desk/words/synonyms", "/desk/words/stop-words", "/desk/words/panel",
    "/desk/words/languages", "/desk/words/pages/about", "/desk/words/pages/home", "/desk/words/mails/sign_in",
    "/desk/imports", "/desk/audit",
]  # fmt: skip


@pytest.fixture
def desk(town):
    """A manager at the desk of a town with one service."""
    with town.editing() as made:
        hub = made.location()
        organisation = made.organisation("Aidan", email="hello@aidan.example")
        shed = made.service("Shed", organisation=organisation, places=[hub], suggested=["company"])
    town.shed, town.organisation = shed.id, organisation.id
    town.manager = actor_for(town.world, town.sign_in("manager"))
    return town


def stands(town, field):
    with town.world.database.reading() as session:
        return records.read(session, "service", town.shed)[field]


def proposed(town, **fields):
    """A change by a member, in review."""
    member = actor_for(town.world, town.account("organisation", member_of="aidan"))
    draft = changes.draft(town.world, member, "service", town.shed)
    changes.save(town.world, member, "service", town.shed, fields, stamp=draft.stamp)
    return changes.submit(town.world, member, "service", town.shed).change_id


@pytest.mark.parametrize("role", ["resident", "organisation", "navigator", "commissioner"])
def test_nobody_but_the_manager_opens_the_desk(town, role):
    town.sign_in(role)
    for address in PAGES:
        assert town.client.get(address).status_code == 403, address


def test_a_visitor_is_led_to_sign_in(town):
    assert "/sign-in" in town.client.get("/desk").location


def test_every_page_of_the_desk_asks_for_the_desk():
    asked = {endpoint: permission for endpoint, permission in ENDPOINTS.items() if endpoint.startswith("manager.")}
    assert set(asked.values()) == {"desk", "audit"}


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_desk_says_so(town, address):
    town.sign_in("manager")
    page = town.open(address)
    assert 'content="noindex"' in page.html


NOWHERE = [
    "/desk/lists/nothing", "/desk/records/service/gone", "/desk/records/person/1", "/desk/imports/1",
    "/desk/words/terms/nothing", "/desk/words/pages/nothing", "/desk/words/mails/nothing",
    "/desk/review/1", "/desk/done/1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_there_is_404(desk, address):
    desk.open(address, 404)


def test_a_form_from_elsewhere_is_refused(desk):
    answer = desk.client.post(f"/desk/records/service/{desk.shed}", data={"do": "close"})
    assert answer.status_code == 400
    assert stands(desk, "state") == "published"


# lists


def test_a_report_is_settled_and_the_next_has_the_focus(desk):
    ids = [reporting.report(desk.world, "service", desk.shed, "times", words) for words in ("one", "two", "three")]
    page = desk.open("/desk/lists/reports")
    shown = re.findall(r'id="item-([^"]+)"', page.html)
    assert sorted(shown) == sorted(ids)
    answer = desk.post("/desk/lists/reports", "/desk/lists/reports", do=f"settle:{shown[0]}", following=shown[1], words="Rang")
    assert answer.location.endswith(f"#item-{shown[1]}")
    after = desk.open(answer.location)
    assert "done for 1" in after.html
    assert shown[0] not in after.html
    undo = re.search(r'action="(/desk/undo/[^"]+)"', after.html)[1]
    desk.post(undo, "/desk/lists/reports")
    with desk.world.database.reading() as session:
        assert {row.settled_at for row in session.scalars(select(Report))} == {None}


def test_several_are_settled_at_once(desk):
    ids = [reporting.report(desk.world, "service", desk.shed, "times") for _ in range(3)]
    desk.post("/desk/lists/reports", "/desk/lists/reports", do="settle", item=ids)
    assert "Nothing waits here" in desk.open("/desk/lists/reports").text


def test_nothing_ticked_is_said(desk):
    reporting.report(desk.world, "service", desk.shed, "times")
    answer = desk.post("/desk/lists/reports", "/desk/lists/reports", do="settle")
    assert "nothing was done" in desk.open(answer.location).text


def test_a_suggested_category_is_confirmed_from_the_list(desk):
    desk.post("/desk/lists/suggested", "/desk/lists/suggested", do=f"confirm:{desk.shed}", term="need/company")
    assert stands(desk, "confirmed") == ["need/company"]


def test_a_stale_service_is_confirmed_from_the_list(desk):
    assert "Shed" in desk.open("/desk/lists/stale").text
    desk.post("/desk/lists/stale", "/desk/lists/stale", do=f"confirm:service.{desk.shed}", words="Jean")
    assert "Nothing waits here" in desk.open("/desk/lists/stale").text
    assert "Confirmed on 24 November 2026 by Jean" in desk.open(f"/desk/records/service/{desk.shed}").text


# review


def test_a_change_is_approved_with_a_small_fix(desk):
    change_id = proposed(desk, summary="Tea and wodwork", description="Come in")
    page = desk.open(f"/desk/review/{change_id}")
    assert "Tea and wodwork" in page.text
    desk.post(
        f"/desk/review/{change_id}", f"/desk/review/{change_id}", do="approve", version=_version(page), mend=["summary"],
        summary="Tea and woodwork",
    )  # fmt: skip
    assert (stands(desk, "summary"), stands(desk, "description")) == ("Tea and woodwork", "Come in")


def test_a_change_goes_back_with_a_reason_that_reaches_its_author(desk):
    change_id = proposed(desk, summary="BEST SHED EVER")
    page = desk.open(f"/desk/review/{change_id}")
    answer = desk.post(
        f"/desk/review/{change_id}", f"/desk/review/{change_id}", 200, do="back", version=_version(page), reason=" "
    )
    assert "Say why" in answer.get_data(as_text=True)
    desk.post(
        f"/desk/review/{change_id}", f"/desk/review/{change_id}", do="back", version=_version(page), reason="Less loud, please"
    )
    with desk.world.database.reading() as session:
        assert session.scalars(select(Change.state)).all() == ["sent_back"]
        assert "Less loud, please" in session.scalars(select(Mail.text)).one()
    assert stands(desk, "summary") != "BEST SHED EVER"


def test_where_the_record_moved_on_the_reviewer_picks(desk):
    change_id = proposed(desk, summary="Theirs", description="New words")
    records.edit(desk.world, desk.manager, "service", desk.shed, {"summary": "Ours"})
    page = desk.open(f"/desk/review/{change_id}")
    assert "Which stands?" in page.text
    desk.post(
        f"/desk/review/{change_id}",
        f"/desk/review/{change_id}",
        do="approve",
        version=_version(page),
        **{"pick.summary": "record"},
    )
    assert (stands(desk, "summary"), stands(desk, "description")) == ("Ours", "New words")


def test_an_approval_is_taken_back(desk):
    before = stands(desk, "summary")
    change_id = proposed(desk, summary="New")
    answer = desk.post("/desk/lists/review", "/desk/review", do=f"approve:{change_id}")
    assert stands(desk, "summary") == "New"
    undo = re.search(r'action="(/desk/undo/[^"]+)"', desk.open(answer.location).html)[1]
    desk.post(undo, "/desk/records")
    assert stands(desk, "summary") == before


def test_a_fix_that_cannot_be_is_said_and_nothing_is_public(desk):
    change_id = proposed(desk, summary="New")
    page = desk.open(f"/desk/review/{change_id}")
    answer = desk.post(
        f"/desk/review/{change_id}", f"/desk/review/{change_id}", 200, do="approve", version=_version(page), mend=["summary"],
        summary="x" * 501,
    )  # fmt: skip
    html = answer.get_data(as_text=True)
    assert "at most 500" in html
    assert "x" * 501 in html
    assert stands(desk, "summary") != "New"


def _version(page):
    return re.search(r'name="version" value="(\d+)"', page.html)[1]


# records


def test_the_choice_stays_in_the_address(desk):
    page = desk.open("/desk/records?q=shed&kind=service&state=published&missing=summary&sort=-changed")
    for held in ('value="shed"', 'value="published" checked', 'value="summary" checked'):
        assert held in page.html


def test_many_are_changed_after_a_look_at_what_will_happen(desk):
    address = "/desk/records/several"
    look = desk.post(
        address, "/desk/records", 200, verb="pause", item=[f"service.{desk.shed}", f"organisation.{desk.organisation}"]
    )
    html = look.get_data(as_text=True)
    assert "2 records will not be found" in html
    assert stands(desk, "state") == "published"
    answer = desk.post(address, "/desk/records", verb="pause", sure="yes", until="2026-12-24", item=[f"service.{desk.shed}"])
    assert stands(desk, "paused_until") == "2026-12-24"
    assert "Done for 1" in desk.open(answer.location).text


@pytest.mark.parametrize(("verb", "fields"), [("pause", {"until": "soon"}), ("pause", {"until": "2020-01-01"}), ("add_term", {}),
                                               ("message", {"subject": "Snow"})])  # fmt: skip
def test_what_is_missing_is_asked_for_again(desk, verb, fields):
    item = [f"service.{desk.shed}"]
    answer = desk.post("/desk/records/several", "/desk/records", 200, verb=verb, sure="yes", item=item, **fields)
    assert "Something needs putting right" in answer.get_data(as_text=True)
    assert stands(desk, "state") == "published"


def test_records_are_saved_as_a_file(desk):
    csv = desk.client.get("/desk/records/export.csv?kind=service")
    assert csv.headers["Content-Disposition"] == 'attachment; filename="records-2026-11-24.csv"'
    assert "Shed" in csv.get_data(as_text=True)
    assert desk.client.get("/desk/records/export.xlsx?kind=service").data[:2] == b"PK"


def test_a_field_is_changed_on_the_records_page(desk):
    address = f"/desk/records/service/{desk.shed}/edit/phones"
    base = re.search(r'name="base" value="(\d+)"', desk.open(address).html)[1]
    wrong = desk.post(address, address, 200, base=base, **{"phones.0.number": "ring us", "phones.0.kind": "voice"})
    assert "telephone number" in wrong.get_data(as_text=True)
    desk.post(address, address, base=base, **{"phones.0.number": "01632 960 999", "phones.0.kind": "voice"})
    assert [phone["number"] for phone in stands(desk, "phones")] == ["01632 960 999"]


def test_a_day_of_the_month_that_is_none_is_said_and_kept(desk):
    address = f"/desk/records/service/{desk.shed}/edit/schedules"
    base = re.search(r'name="base" value="(\d+)"', desk.open(address).html)[1]
    wrong = desk.post(address, address, 200, base=base, **{"schedules.0.freq": "MONTHLY", "schedules.0.bymonthday": "--5"})
    assert "--5" in wrong.get_data(as_text=True)


def test_a_field_that_somebody_else_changed_meanwhile_keeps_both(desk):
    address = f"/desk/records/service/{desk.shed}/edit/summary"
    records.edit(desk.world, desk.manager, "service", desk.shed, {"summary": "First"})
    base = re.search(r'name="base" value="(\d+)"', desk.open(address).html)[1]
    records.edit(desk.world, desk.manager, "service", desk.shed, {"summary": "Theirs"})
    html = desk.post(address, address, 200, base=base, summary="Mine").get_data(as_text=True)
    assert "Theirs" in html
    assert "Mine" in html
    assert stands(desk, "summary") == "Theirs"


def test_one_field_and_everything_is_restored(desk):
    for summary, name in (("One", "Shed"), ("Two", "Shed 2")):
        records.edit(desk.world, desk.manager, "service", desk.shed, {"summary": summary, "name": name})
    address = f"/desk/records/service/{desk.shed}"
    desk.post(address, address, do="restore", number=2, field="summary")
    assert (stands(desk, "summary"), stands(desk, "name")) == ("One", "Shed 2")
    desk.post(address, address, do="restore", number=1)
    assert (stands(desk, "summary"), stands(desk, "name")) == ("Tea and woodwork", "Shed")


def test_notes_watching_and_verbs_of_a_record(desk):
    address = f"/desk/records/service/{desk.shed}"
    desk.post(address, address, do="note", note="Ring after four")
    desk.post(address, address, do="watch", on="yes")
    desk.post(address, address, do="pause", until="2026-12-24", reason="Snow")
    page = desk.open(address)
    assert "Ring after four" in page.text
    assert "Stop watching" in page.text
    assert stands(desk, "state") == "paused"
    assert "Ring after four" not in desk.client.get("/services/shed").get_data(as_text=True)


def test_two_records_are_merged_side_by_side_and_made_two_again(desk):
    with desk.editing() as made:
        other = made.service("Shed", slug="shed-2", organisation=made.organisation("Other"), summary="Better words")
    duplicates.refresh(desk.world)
    assert "side by side" in desk.open(f"/desk/records/service/{desk.shed}").text
    address = f"/desk/records/service/{desk.shed}/merge/{other.id}"
    assert "Better words" in desk.open(address).text
    answer = desk.post(address, address, **{"pick.summary": "gone"})
    assert stands(desk, "summary") == "Better words"
    assert desk.client.get("/services/shed-2").location == "/services/shed"
    assert desk.client.get(f"/desk/records/service/{other.id}").location == f"/desk/records/service/{desk.shed}"
    merging = re.search(r'name="merging" value="([^"]+)"', desk.open(answer.location).html)[1]
    desk.post(answer.location, answer.location, do="unmerge", merging=merging)
    assert desk.client.get("/services/shed-2").status_code == 200


# words


def test_a_page_is_looked_at_before_it_is_public_and_brought_back(desk):
    address = "/desk/words/pages/privacy"
    look = desk.post(address, address, 200, do="preview", language="en", text="## Ours\n\n<script>x</script> Hello")
    html = look.get_data(as_text=True)
    assert "<h2>Ours</h2>" in html
    assert "<script>x" not in html.partition('class="preview"')[2].partition("</div>")[0]
    assert "Ours" not in desk.open("/privacy").text
    desk.post(address, address, do="save", language="en", text="## Ours\n\nHello")
    assert "Ours" in desk.open("/privacy").text
    assert "Ours" not in desk.open("/privacy?lang=pl").text
    desk.post(address, address, do="save", language="en", text="## Second")
    version = re.findall(r'action="(/desk/words/restore/[^"]+)"', desk.open(address).html)
    desk.post(version[0], address)
    assert "Ours" in desk.open("/privacy").text


def test_a_notice_stands_on_the_front_page(desk):
    desk.post(
        "/desk/words/pages/home", "/desk/words/pages/home", do="save", language="en", text="Snow: all hubs are closed today."
    )
    assert "Snow: all hubs are closed today." in desk.open("/").text


def test_the_crisis_panel_refuses_a_number_that_nobody_can_dial(desk):
    address = "/desk/words/panel"
    fields = {
        "heading": "Help",
        "intro": "",
        "advice": "",
        "lines-0-name": "Samaritans",
        "lines-0-number": "116 12",
        "lines-0-kind": "call",
    }
    html = desk.post(address, address, 200, do="save", language="en", **fields).get_data(as_text=True)
    assert "“116 12” is not a number" in html
    fields["lines-0-number"] = "116 123"
    look = desk.post(address, address, 200, do="preview", language="en", **fields).get_data(as_text=True)
    assert 'href="tel:116123"' in look
    desk.post(address, address, do="save", language="en", **fields)
    assert "Help" in desk.open("/").text


def test_a_synonym_is_written_and_tried(desk):
    address = "/desk/words/synonyms"
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", desk.open(address).html, re.DOTALL)[1].replace("&#39;", "'")
    desk.post(address, address, text=f"{text}\nshed, cabin")
    assert "“cabin” finds 1 service" in desk.open(f"{address}?try=cabin").text


def test_a_term_is_added_and_renamed_and_its_address_stays(desk):
    answer = desk.post("/desk/words/terms/need", "/desk/words/terms/need", do="add", name="Somebody to talk to")
    assert answer.location == "/desk/words/terms/need/somebody-to-talk-to"
    desk.post(answer.location, answer.location, do="save", name="A listening ear")
    assert "A listening ear" in desk.open("/needs/somebody-to-talk-to").text
    desk.post(answer.location, answer.location, do="retire", name="A listening ear")
    desk.open("/needs/somebody-to-talk-to", 404)


def test_what_was_done_is_in_the_trail_and_reading_counts(desk):
    address = f"/desk/records/service/{desk.shed}"
    desk.account("organisation", member_of="aidan")
    desk.open(address)
    desk.post(address, address, do="close")
    page = desk.open("/desk/audit")
    assert "closed" in page.text
    assert "read personal" in page.text
    only = desk.open(f"/desk/audit?verb=closed&record={desk.shed}&since=2026-11-24&until={date(2026, 11, 24)}")
    assert "1 line" in only.text


def test_each_kind_of_crisis_has_a_panel_of_its_own_that_is_looked_at_first(desk):
    address = "/desk/words/panel?kind=abuse"
    fields = {"kind": "abuse", "language": "en", "heading": "Come to us", "intro": "", "advice": "", "lines-0-name": "Jean",
              "lines-0-number": "116 123", "lines-0-kind": "call"}  # fmt: skip
    look = desk.post("/desk/words/panel", address, 200, do="preview", **fields).get_data(as_text=True)
    assert 'id="preview-title">Come to us' in look
    assert "Come to us" not in desk.open("/search?q=he hits me").text
    desk.post("/desk/words/panel", address, do="save", **fields)
    assert desk.open("/search?q=he hits me").text.startswith("Come to us")
    assert "Come to us" not in desk.open("/search?q=i want to die").text
    # In another language it starts from the manager's words and numbers; those that came with the site are translated.
    polish = desk.open(f"{address}&language=pl").html
    assert 'value="Come to us"' in polish
    assert 'value="Jean"' in polish
    assert desk.client.get("/desk/words/panel?kind=other").status_code == 404


def test_phrases_are_tried_with_a_sentence_and_then_saved(desk):
    with desk.editing() as records:
        records.service("Larder", needs=["food"])
        records.need("debt")
    assert "written here" not in desk.open("/desk/words/phrases?try=no+grub").text
    address = "/desk/words/phrases/food"
    typed = {"language": "en", "text": "skran"}
    look = desk.post(address, address, 200, do="try", sentence="wheres the skran", **typed).get_data(as_text=True)
    assert re.search(r"<ol><li>food", look, re.IGNORECASE)
    assert "skran</textarea>" in look
    desk.post(address, address, do="save", **typed)
    assert desk.client.get("/search.json?q=wheres the skran").json["needs"][0]["slug"] == "food"
    assert "One on each line" in desk.post(address, address, 200, do="save", language="en", text="?!").get_data(as_text=True)
    assert desk.client.get("/desk/words/phrases/nothing").status_code == 404


def test_searches_that_led_nowhere_are_worked_off_and_what_is_missing_is_listed(desk):
    for number in range(5):
        headers = {"User-Agent": f"Mozilla/5.0 ({number})"}
        desk.app.test_client().get("/search?q=wheelchair boccia&near=central", headers=headers)
        desk.app.test_client().get("/search?q=he hits me", headers=headers)
    searches.write(desk.world)
    page = desk.open("/desk/searches")
    assert "wheelchair boccia" in page.text
    assert "5 visitors in a week" in page.text
    assert "hits" not in page.text
    line = re.search(r'value="gap:(\w+)"', page.html)[1]
    wrong = desk.post("/desk/searches", "/desk/searches", 200, do=f"tag:{line}", words="No such thing", need="food")
    assert "Give the name of a service" in wrong.get_data(as_text=True)
    unknown = desk.post("/desk/searches", "/desk/searches", 200, do=f"tag:{line}", words="Shed", need="")
    assert "choose a need" in unknown.get_data(as_text=True)
    answer = desk.post("/desk/searches", "/desk/searches", do=f"gap:{line}", words="Asked at the hub", need="sensory")
    assert "Nothing waits here." in desk.open(answer.location).text
    assert "Asked at the hub" in desk.open("/desk/gaps").text


def test_a_search_counts_for_nowhere_until_one_in_five_open_something(desk):
    clients = [(desk.app.test_client(), {"User-Agent": f"Mozilla/5.0 ({number})"}) for number in range(5)]
    for client, headers in clients:
        client.get("/search?q=shed", headers=headers)
    searches.write(desk.world)
    assert "Hardly anybody opened" in desk.open("/desk/searches").text
    client, headers = clients[0]
    assert client.post("/search/opened", data={"q": "shed"}, headers=headers).status_code == 204
    searches.write(desk.world)
    assert "Nothing waits here." in desk.open("/desk/searches").text


def test_needs_that_texts_speak_of_are_confirmed_from_a_list(desk):
    with desk.editing() as records:
        records.need("debt", "Debt and money advice")
        service = records.service("Money Matters", summary="Help with debts, bailiffs and loans")
    proposing.look(desk.world)
    address = "/desk/lists/proposed"
    assert "Money Matters" in desk.open(address).text
    desk.post(address, address, do=f"confirm:{service.id}", term="need/debt")
    assert "Money Matters" in desk.open("/search?need=debt").text
