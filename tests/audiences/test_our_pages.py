"""Organisations' own pages: every page and state opened, and what somebody does there through its forms."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hubdirectory.actions import changes, records
from hubdirectory.actions.accounts import sessions
from hubdirectory.actions.organisations import claiming, counting
from hubdirectory.domain.states import Role
from hubdirectory.models import Change, Mail, Organisation, Picture, Service
from tests.factories.people import person


@pytest.fixture
def shed(town):
    """An organisation with two services, whose owner is signed in."""
    with town.editing() as records:
        row = records.organisation("Men’s Shed", slug="shed", website="https://shed.org.uk", email="shed@shed.org.uk")
        hub = records.location("Community Hub Central", access=["step-free"])
        records.location("Belle Vue Centre", kind="venue", postcode="TS24 7AB")
        first = records.service("Woodwork", organisation=row, places=[hub], days=["TU"], cost="2.00", needs=["befriending"])
        records.service("Tea & talk", organisation=row, state="paused")
    town.account_id = town.sign_in("organisation", member_of="shed", member="owner")
    town.shed, town.woodwork = row.id, first.id
    return town


def trust(town):
    with town.world.database.writing() as session:
        session.get(Organisation, town.shed).trusted = True


def our(town, rest=""):
    return f"/our/services/{town.woodwork}{rest}"


def stamp_of(town, address):
    html = town.client.get(address).get_data(as_text=True)
    return re.search(r'name="stamp" value="([^"]+)"', html)[1]


def text_in(field):
    return "".join(field.itertext())


def chosen_in(select):
    options = [one for one in select.iter() if one.tag.endswith("option")]
    return next((one for one in options if one.get("selected") is not None), options[0]).get("value")


def fill(town, section, **fields):
    """Fills in a section as a browser would: with all its other fields as they are."""
    page = town.open(our(town, f"/{section}"))
    sent = {}
    for field in [*page.all("input"), *page.all("textarea"), *page.all("select")]:
        name, kind = field.get("name"), field.get("type")
        if not name or (kind in ("checkbox", "radio") and field.get("checked") is None):
            continue
        value = chosen_in(field) if field.tag.endswith("select") else field.get("value") or text_in(field)
        sent.setdefault(name, []).append(value)
    return town.client.post(our(town, f"/{section}"), data={**sent, **fields})


def saved(town):
    with town.world.database.reading() as session:
        return session.scalar(select(Change.fields).where(Change.record_id == town.woodwork))


def published(town):
    with town.world.database.reading() as session:
        return session.get(Service, town.woodwork)


SECTIONS = ("what", "who", "when-where", "cost", "contact", "access", "languages", "pictures")


@pytest.mark.parametrize("rest", ["", *(f"/{one}" for one in SECTIONS), "/times/new", "/times/0", "/preview", "/state"])
def test_every_page_of_a_service_is_sound(shed, rest):
    page = shed.open(our(shed, rest))
    assert 'name="robots" content="noindex"' in page.html


@pytest.mark.parametrize(
    "rest", ["", "/about", "/contact", "/pictures", "/preview", "/state", "/people", "/figures", "/figures?days=365"]
)
def test_every_page_of_an_organisation_is_sound(shed, rest):
    shed.open(f"/our/organisations/{shed.shed}{rest}")


@pytest.mark.parametrize("address", ["/our", "/our/find", "/our/find?q=shed", "/our/find?q=zzz", "/our/new"])
def test_every_other_page_is_sound(shed, address):
    shed.open(address)


def test_whoever_has_no_organisation_is_led_to_one(town):
    town.sign_in("resident")
    page = town.open("/our")
    assert {"/our/find", "/our/new"} <= {link.split("?")[0] for link in page.links().values() if link}


def test_somebody_elses_record_is_not_shown(shed):
    shed.sign_in("resident")
    for rest in ("", "/what", "/preview", "/pictures", "/state", "/times/new"):
        assert shed.client.get(our(shed, rest)).status_code == 403
    assert shed.client.get("/our/services/nothing").status_code in (403, 404)


def test_a_visitor_is_led_to_sign_in(shed):
    shed.client.delete_cookie("hub_session")
    assert "/sign-in" in shed.client.get("/our").headers["Location"]


def test_home_says_what_is_not_confirmed_and_one_button_confirms_all(shed):
    assert "Not confirmed yet" in shed.open("/our").text
    shed.post(f"/our/organisations/{shed.shed}/all-right", page="/our")
    page = shed.open("/our")
    assert "confirmed today" in page.text
    assert "Not confirmed yet" not in page.text


def test_one_record_is_confirmed_by_one_button(shed):
    shed.post(our(shed, "/right"), page="/our")
    assert "Confirmed on 24 November 2026" in shed.open("/our").text


def test_a_section_is_kept_as_a_draft_and_the_next_one_follows(shed):
    answer = fill(shed, "cost", **{"costs-0-amount": "£3.50", "do": "next"})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/contact")
    assert saved(shed)["costs"][0]["amount"] == "3.50"
    assert "Changed, and not sent yet" in shed.open("/our").text
    shed.client.delete_cookie("hub_session")
    assert "£3.50" not in shed.open("/services/woodwork").text


def test_nothing_is_a_change_where_nothing_was_changed(shed):
    for section in ("what", "who", "when-where", "cost", "contact", "access", "languages"):
        assert fill(shed, section, do="list").status_code == 303
    assert not saved(shed), "an untouched form is nobody's change"


def test_what_is_wrong_is_kept_and_said_beside_its_field(shed):
    fill(shed, "contact", **{"email": "jean at shed", "phones-0-number": "ring me", "do": "next"})
    page = shed.open(our(shed, "/contact"))
    assert page.text_of("title").startswith("Problem: ")
    assert {"jean at shed", "ring me"} <= {field.get("value") for field in page.all("input")}
    for id_ in ("email-error", "phones-0-number-error"):
        assert id_ in page.ids()
    assert {"#email", "#phones-0-number"} <= {link.get("href") for link in page.all("a")}


def test_another_number_is_asked_for_by_a_button(shed):
    answer = fill(shed, "contact", do="more-phones")
    page = shed.open(answer.headers["Location"].split("#")[0])
    assert "phones-1-number" in page.ids()


def test_a_price_in_any_form_is_read(shed):
    fill(shed, "cost", **{"costs-0-amount": "50p", "do": "list"})
    assert saved(shed)["costs"][0]["amount"] == "0.50"
    fill(shed, "cost", **{"costs-0-amount": "two pounds", "do": "list"})
    assert "two pounds" in shed.open(our(shed, "/cost")).html


def test_a_change_of_an_untrusted_organisation_goes_to_review(shed):
    fill(shed, "what", summary="Benches, tea and talk", do="list")
    shed.post(our(shed, "/send"), page=our(shed), note="New sentence")
    assert "You sent this on 24 November 2026" in shed.open(our(shed)).text
    assert published(shed).summary == "Tea and woodwork"
    shed.post(our(shed, "/take-back"), page=our(shed))
    assert "with you again" in shed.open(our(shed)).text


def test_a_trusted_organisation_publishes_at_once(shed):
    trust(shed)
    fill(shed, "what", summary="Benches, tea and talk", do="list")
    shed.post(our(shed, "/send"), page=our(shed), right="y")
    assert "It is public now" in shed.open(our(shed)).text
    assert published(shed).summary == "Benches, tea and talk"
    assert "Confirmed on 24 November 2026" in shed.open("/our").text


def test_what_is_missing_is_said_with_where_to_write_it(shed):
    fill(shed, "what", summary="", do="list")
    answer = shed.post(our(shed, "/send"), page=our(shed), status=200)
    html = answer.get_data(as_text=True)
    assert f"/our/services/{shed.woodwork}/what#summary" in html
    assert "Problem: " in html


def test_changes_are_thrown_away_only_on_purpose(shed):
    fill(shed, "what", summary="Something else", do="list")
    shed.post(our(shed, "/discard"), page=our(shed))
    assert "thrown away" in shed.open(our(shed)).text
    assert "Something else" not in shed.open(our(shed, "/what")).html


def test_the_preview_shows_the_draft_and_the_public_page_does_not(shed):
    fill(shed, "what", name="Woodwork for all", summary="Benches & tea", do="list")
    preview = shed.open(our(shed, "/preview"))
    assert "Benches & tea" in preview.text and "Woodwork for all" in preview.text
    assert "Benches & tea" not in shed.open("/services/woodwork").text
    shed.sign_in("resident")
    assert shed.client.get(our(shed, "/preview")).status_code == 403


def test_a_sentence_becomes_a_time_with_its_next_dates(shed):
    answer = fill(shed, "when-where", sentence="second Thursday of the month 2pm to 4pm at Belle Vue Centre", do="sentence")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Thursday 10 December, 2pm to 4pm" in html
    assert 'value="14:00"' in html and 'value="2TH"' not in html


def test_a_time_is_kept_from_its_plain_fields(shed):
    address = our(shed, "/times/new")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shed.client.get(address).get_data(as_text=True))[1]
    sent = {"csrf_token": token, "way": "nth", "day": ["TH"], "nth": ["2", "-1"], "opens": "2pm", "closes": "4", "interval": "1",
            "term_time_only": "y", "exceptions": "10 December, 14 January 2027"}  # fmt: skip
    check = shed.client.post(address, data={**sent, "do": "check"}).get_data(as_text=True)
    assert "Thursday 26 November, 2pm to 4pm" in check and "Thursday 10 December, 2pm" not in check
    shed.client.post(address, data={**sent, "do": "save"})
    kept = saved(shed)["schedules"][-1]
    assert (kept["freq"], kept["byday"], kept["opens"], kept["closes"]) == ("MONTHLY", ["2TH", "-1TH"], "14:00", "16:00")
    assert kept["exceptions"] == ["2026-12-10", "2027-01-14"] and kept["term_time_only"]


def test_a_time_that_is_wrong_is_kept_and_said(shed):
    answer = shed.post(our(shed, "/times/new"), status=200, way="week", opens="ten", closes="later", do="save")
    html = answer.get_data(as_text=True)
    assert "later" in html and "byday-error" in html and "closes-error" in html
    assert saved(shed)["schedules"][-1]["closes"] == "later"


def test_a_time_is_changed_and_taken_off(shed):
    was = re.search(r'name="was" value="([^"]*)"', shed.client.get(our(shed, "/times/0")).get_data(as_text=True))[1]
    was = was.replace("&#34;", '"')
    shed.post(our(shed, "/times/0"), was=was, way="week", day="WE", opens="9", closes="10", do="save")
    assert [one["byday"] for one in saved(shed)["schedules"]] == [["WE"]]
    was = re.search(r'name="was" value="([^"]*)"', shed.client.get(our(shed, "/times/0")).get_data(as_text=True))[1]
    shed.post(our(shed, "/times/0"), was=was.replace("&#34;", '"'), do="remove")
    assert saved(shed)["schedules"] == []


def test_several_times_in_one_sentence_are_all_added(shed):
    fill(shed, "when-where", sentence="Tuesday 10am to noon and Thursday 2pm to 4pm", do="sentence")
    assert [one["byday"] for one in saved(shed)["schedules"]] == [["TU"], ["TU"], ["TH"]]


def test_what_was_not_understood_is_said(shed):
    html = fill(shed, "when-where", sentence="Tuesdays 10 to 12 when the tide is out", do="sentence").get_data(as_text=True)
    assert "when the tide is out" in html and "We did not understand this part" in html


def test_a_place_is_chosen_by_name(shed):
    fill(shed, "when-where", **{"place-name": "belle vue centre", "place-0-note": "Upstairs", "do": "add-place"})
    places = saved(shed)["places"]
    assert [place["description"] for place in places] == ["Upstairs", ""]
    assert "Belle Vue Centre" in shed.open(our(shed, "/when-where")).text


def test_a_place_that_fits_none_is_asked_for_again(shed):
    answer = fill(shed, "when-where", **{"place-name": "Nowhere", "do": "add-place"})
    page = shed.open(answer.headers["Location"].split("#")[0])
    assert "We know no such place" in page.text


def test_a_new_address_is_kept_with_its_postcode(shed):
    fill(
        shed,
        "when-where",
        **{"new-name": "The old forge", "new-address_1": "1 Front St", "new-postcode": "TS24 0XX", "do": "list"},
    )
    assert saved(shed)["places"][-1]["name"] == "The old forge"
    trust(shed)
    shed.post(our(shed, "/send"), page=our(shed))
    assert "The old forge" in shed.open("/services/woodwork").text


def test_off_the_map_is_a_choice_of_ways(shed):
    fill(shed, "when-where", **{"place-0-remove": "y", "modes": ["phone", "online"], "do": "list"})
    assert saved(shed)["modes"] == ["online", "phone"]
    assert saved(shed)["places"] == []


def test_needs_are_proposed_from_the_text_and_stay_suggestions(shed):
    fill(shed, "what", name="Debt advice", summary="Help with debts and bills", do="list")
    page = shed.open(our(shed, "/what"))
    assert "suggested-need-debt" in page.ids()
    assert "From your words" in page.text and "These are suggestions" in page.text
    fill(shed, "what", suggested=["need/debt"], do="list")
    assert saved(shed)["suggested"] == ["need/debt"]


def conflict(town):
    """Both the owner and a colleague wrote a new sentence; the colleague's is public."""
    trust(town)
    colleague = person(town.world, "Ben", member_of=town.shed)
    fill(town, "what", summary="The owner's words", do="list")
    draft = changes.draft(town.world, colleague, "service", town.woodwork)
    changes.save(town.world, colleague, "service", town.woodwork, {"summary": "The colleague's words"}, stamp=draft.stamp)
    changes.submit(town.world, colleague, "service", town.woodwork)


def test_two_people_at_once_see_both_versions_and_pick(shed):
    conflict(shed)
    assert shed.post(our(shed, "/send"), page=our(shed)).headers["Location"].endswith("/compare")
    page = shed.open(our(shed, "/compare"))
    assert "The owner's words" in page.text and "The colleague's words" in page.text
    shed.post(our(shed, "/compare"))
    assert shed.open(our(shed, "/compare?left=1")).text_of("title").startswith("Problem: ")
    shed.post(our(shed, "/compare"), **{"pick-summary": "yours"})
    shed.post(our(shed, "/send"), page=our(shed))
    assert published(shed).summary == "The owner's words"


def test_two_tabs_of_one_person_keep_both_words(shed):
    stamp = stamp_of(shed, our(shed, "/what"))
    fill(shed, "what", summary="From the first tab", do="list")
    answer = fill(shed, "what", summary="From the second tab", stamp=stamp, do="list")
    assert answer.headers["Location"].endswith("/compare")
    page = shed.open(our(shed, "/compare"))
    assert "From the first tab" in page.text and "From the second tab" in page.text
    shed.post(our(shed, "/compare"), **{"pick-summary": "yours"})
    assert saved(shed)["summary"] == "From the second tab"


def test_a_session_that_ended_meanwhile_loses_nothing(shed):
    page = shed.client.get(our(shed, "/what")).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    shed.client.delete_cookie("hub_session")
    answer = shed.client.post(
        our(shed, "/what"), data={"csrf_token": token, "summary": "A long and careful sentence", "stamp": "0.0"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert "A long and careful sentence" in answer.get_data(as_text=True)


def test_a_database_that_is_away_loses_nothing_either(shed, monkeypatch):
    page = shed.client.get(our(shed, "/what")).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    sent = {"csrf_token": token, "summary": "A long and careful sentence", "stamp": "0.0"}
    same = {"Sec-Fetch-Site": "same-origin"}

    def away(*_arguments):
        raise OperationalError("", None, Exception())

    with monkeypatch.context() as gone:
        gone.setattr(sessions, "open_session", away)
        answer = shed.client.post(our(shed, "/what"), data=sent, headers=same)
        elsewhere = shed.client.post(our(shed, "/what"), data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "A long and careful sentence" in html and f'action="{our(shed, "/what")}"' in html
    assert "A long and careful sentence" not in elsewhere.get_data(as_text=True)
    shed.client.post(our(shed, "/what"), data=sent, headers=same)
    assert saved(shed)["summary"] == "A long and careful sentence"


def test_a_new_service_needs_only_a_name_and_a_sentence(shed):
    trust(shed)
    made = shed.post(f"/our/organisations/{shed.shed}/new-service", page="/our").headers["Location"]
    shed.woodwork = made.split("/")[3]
    fill(shed, "what", name="Chess", summary="Play chess with us", do="list")
    assert "Chess" in shed.open("/our").text
    shed.post(our(shed, "/send"), page=our(shed))
    assert "Play chess with us" in shed.open("/services/chess").text


def test_pausing_is_at_once_and_its_page_says_until_when(shed):
    shed.post(our(shed, "/pause"), page=our(shed, "/state"), until="5 January 2027", reason="New roof")
    text = shed.open("/services/woodwork").text
    assert "Temporarily closed until 5 January 2027" in text and "New roof" in text
    shed.post(our(shed, "/resume"), page=our(shed, "/state"))
    assert "Temporarily closed" not in shed.open("/services/woodwork").text


@pytest.mark.parametrize("until", ["someday", "1 January 2020"])
def test_a_day_that_cannot_be_is_said_and_kept(shed, until):
    answer = shed.post(our(shed, "/pause"), page=our(shed, "/state"), status=200, until=until, reason="New roof")
    html = answer.get_data(as_text=True)
    assert f'value="{until}"' in html and 'value="New roof"' in html and "until-error" in html


def test_what_the_manager_withdrew_offers_nothing_that_would_bring_it_back(shed):
    def offered():
        page = shed.open(our(shed, "/state"))
        assert "only we can open it again" in page.text
        return {form.get("action").rsplit("/", 1)[1] for form in page.all("form")} & {"pause", "resume", "close", "reopen"}

    manager = person(shed.world, "Mina", Role.MANAGER)
    records.pause(shed.world, manager, "service", shed.woodwork, None, "Unsafe building")
    assert offered() == {"close"}
    shed.post(our(shed, "/close"), page=our(shed, "/state"))
    assert offered() == set()
    shed.open("/services/woodwork", status=410)


def test_closing_and_opening_again(shed):
    shed.post(our(shed, "/close"), page=our(shed, "/state"))
    shed.open("/services/woodwork", status=410)
    shed.post(our(shed, "/reopen"), page=our(shed, "/state"))
    shed.open("/services/woodwork")


def test_a_copy_is_a_draft(shed):
    made = shed.post(our(shed, "/copy"), page=our(shed, "/state"), name="Woodwork in the evening").headers["Location"]
    assert "Woodwork in the evening" in shed.open(made).text
    shed.open("/services/woodwork-in-the-evening", status=404)


def test_a_service_goes_to_another_organisation_when_its_owner_says_yes(shed):
    with shed.editing() as records:
        records.organisation("The Forge", slug="forge")
        forge = records.session.scalar(select(Organisation.id).where(Organisation.slug == "forge"))
    shed.open(our(shed, "/state?q=forge"))
    assert "Nobody looks after" in shed.post(our(shed, "/hand"), page=our(shed, "/state"), to=forge, status=200).get_data(
        as_text=True
    )
    other = shed.account("organisation", member_of="forge", member="owner")
    shed.post(our(shed, "/hand"), page=our(shed, "/state"), to=forge)
    assert "waits for The Forge" in shed.open("/our").text
    sign_in_again(shed, other)
    page = shed.open("/our")
    action = re.search(r'action="(/our/handings/[^"]+/accept)"', page.html)[1]
    shed.post(action, page="/our")
    assert published(shed).organisation_id == forge


def sign_in_again(town, account_id):
    from tests.audiences.conftest import sign_in

    sign_in(town.client, account_id)


def photo():
    out = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "JPEG")
    return out.getvalue()


def add_picture(town, content, status, name="door.jpg", **fields):
    address = our(town, "/pictures")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', town.client.get(address).get_data(as_text=True))[1]
    data = {"csrf_token": token, "picture": (BytesIO(content), name), **fields}
    answer = town.client.post(address, data=data, content_type="multipart/form-data")
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_a_picture_is_added_described_shown_and_removed(shed):
    trust(shed)
    add_picture(shed, photo(), 303, alt="A wide blue door")
    page = shed.open("/services/woodwork")
    (image,) = [one for one in page.all("img") if one.get("alt") == "A wide blue door"]
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("600", "400", "lazy")
    served = shed.client.get(image.get("src"))
    assert served.mimetype == "image/webp"
    assert served.headers["Cache-Control"] == "no-store", "to somebody signed in"
    served = shed.app.test_client().get(image.get("src"))
    assert "max-age=3600," in served.headers["Cache-Control"], "a picture of a record that is hidden later is soon forgotten"
    with shed.world.database.reading() as session:
        key = session.scalar(select(Picture.id))
    shed.post(our(shed, f"/pictures/{key}/describe"), page=our(shed, "/pictures"), alt="A ramp")
    assert 'alt="A ramp"' in shed.open("/services/woodwork").html
    shed.post(our(shed, f"/pictures/{key}/remove"), page=our(shed, "/pictures"))
    assert shed.client.get(image.get("src")).status_code == 404


@pytest.mark.parametrize(
    ("content", "fields", "says"),
    [
        (b"not a picture", {"alt": "x"}, "no picture that we can read"), (photo(), {}, "Say what it shows"),
        (b"", {"alt": "x"}, "Choose a picture"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_picture_is_said(shed, content, fields, says):
    assert says in add_picture(shed, content, 200, **fields)


def test_figures_are_counted_without_a_cookie_or_a_person(shed):
    client = shed.app.test_client()
    agent = {"User-Agent": "Mozilla/5.0"}
    for _ in range(6):
        client.get("/services/woodwork", headers=agent)
    client.get("/search?need=befriending", headers=agent)
    client.get("/services/woodwork", headers={"User-Agent": "Somebot/1.0"})
    answer = client.post("/pressed", data={"kind": "service", "id": shed.woodwork, "what": "called"})
    assert answer.status_code == 204 and "Set-Cookie" not in answer.headers
    client.post("/pressed", data={"kind": "service", "id": "0" * 36, "what": "called"})
    counting.book_of(shed.world).write()
    text = shed.open(f"/our/organisations/{shed.shed}/figures").text
    assert "Page opened6" in text
    assert "Number pressed, to call or textfewer than 5" in text


def claim(town, status, **fields):
    page = town.client.get("/our/claim/forge").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = town.client.post("/our/claim/forge", data={"csrf_token": token, **fields})
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_an_organisation_is_claimed_by_a_link_to_its_own_domain(shed):
    with shed.editing() as records:
        records.organisation("The Forge", slug="forge", website="https://forge.org.uk")
    shed.sign_in("resident")
    assert shed.open("/organisations/forge").links()["Is this yours? Keep it right yourself"] == "/our/claim/forge"
    assert "ends in @forge.org.uk" in shed.open("/our/claim/forge").text
    wrong = claim(shed, 200, way="mail", address="jo@gmail.com")
    assert "Use one that ends in @forge.org.uk" in wrong and 'value="jo@gmail.com"' in wrong
    claim(shed, 303, way="mail", address="jo@forge.org.uk")
    assert "We wrote to j…@forge.org.uk" in shed.open("/our").text
    with shed.world.database.reading() as session:
        mail = session.scalar(select(Mail.text).where(Mail.to == "jo@forge.org.uk"))
    link = re.search(r"/our/prove/\S+", mail)[0]
    assert "Is The Forge yours?" in shed.open(link).text
    shed.post(link)
    assert "The Forge" in shed.open("/our").text
    assert "used already" in shed.open(link).text
    shed.open("/our/prove/nonsense", status=404)


def test_the_managers_word_is_asked_for(shed):
    with shed.editing() as records:
        records.organisation("The Forge", slug="forge")
    shed.sign_in("resident")
    assert "Write to an e-mail address" not in shed.open("/our/claim/forge").text
    shed.post("/our/claim/forge", status=200, way="word", words="")
    shed.post("/our/claim/forge", way="word", words="I have the key")
    assert "We look into it" in shed.open("/our").text


def test_a_new_organisation_is_proposed_and_can_be_written_at_once(shed):
    shed.sign_in("resident")
    shed.post("/our/new", status=200, name="")
    made = shed.post("/our/new", name="Knit and Natter", words="Six of us").headers["Location"]
    page = shed.open(made)
    assert "Knit and Natter" in page.text and "Needed are a name, a sentence, and one way to get in touch" in page.text
    assert "Knit and Natter" in shed.open("/our").text


def test_colleagues_are_invited_changed_and_leave(shed):
    address = f"/our/organisations/{shed.shed}/people"
    shed.post(address, email="not an address", role="editor", status=200)
    shed.post(address, email="cy@example.org", role="editor")
    page = shed.open(address)
    assert "cy@example.org" in page.text and "You are the only owner" in page.text
    with shed.world.database.reading() as session:
        mail = session.scalar(select(Mail.text).where(Mail.to == "cy@example.org"))
    link = re.search(r"/our/invitation/\S+", mail)[0]
    owner = shed.account_id
    cy = shed.sign_in("resident")
    assert "Help to keep Men’s Shed right" in shed.open(link).text
    shed.post(link)
    assert "used already" in shed.open(link).text
    sign_in_again(shed, owner)
    shed.post(f"{address}/{cy}/role", page=address, role="owner")
    shed.post(f"{address}/leave", page=address)
    assert "You have left" in shed.open("/our").text
    shed.client.get(address)


def test_whoever_writes_to_one_address_over_and_over_is_asked_to_wait(shed):
    address = f"/our/organisations/{shed.shed}/people"
    for _ in range(3):
        shed.post(address, page=address, email="cy@example.org", role="editor")
    assert "Wait 1 minute, then press the button again" in again(shed, address, email="cy@example.org", role="editor")
    with shed.editing() as records:
        records.organisation("The Forge", slug="forge", website="https://forge.org.uk")
    for _ in range(3):
        shed.post("/our/claim/forge", page="/our/claim/forge", way="mail", address="jo@forge.org.uk")
    told = again(shed, "/our/claim/forge", way="mail", address="jo@forge.org.uk")
    assert "Wait 1 minute, then press the button again" in told and 'value="jo@forge.org.uk"' in told


def again(town, address, /, **fields):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', town.client.get(address).get_data(as_text=True))[1]
    return town.client.post(address, data={"csrf_token": token, **fields}).get_data(as_text=True)


def test_an_expired_or_foreign_link_says_what_to_do(shed):
    shed.open("/our/invitation/nonsense", status=404)
    with shed.editing() as records:
        forge = records.organisation("The Forge", slug="forge", website="https://forge.org.uk").id
    jo = person(shed.world, "Jo")
    claiming.claim_by_mail(shed.world, jo, forge, "jo@forge.org.uk")
    with shed.world.database.reading() as session:
        mail = session.scalar(select(Mail.text).where(Mail.to == "jo@forge.org.uk"))
    assert "for the person who asked" in shed.open(re.search(r"/our/prove/\S+", mail)[0]).text
