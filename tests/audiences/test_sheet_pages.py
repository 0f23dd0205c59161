from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences, sheets
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.config import load_settings
from hubdirectory.geocoding.loading import load
from hubdirectory.models import Mail, Occurrence, Report, Schedule, Service, Sheet, Signpost
from hubdirectory.web.locales import LANGUAGES
from hubdirectory.web.signing_in import COOKIE
from tests.audiences.conftest import NOW, Page, check
from tests.audiences.conftest import words as words_of

PLANTED = {"name": "Plantagenesta", "start": "TS24 7PW", "email": "planted.person@example.org", "number": "07700 900123"}
POSTCODES = "postcodes.db"  # which everybody may look up, and nobody writes to
SHEET = "/navigate/sheet?service=mens-shed&service=anxiety-group&need=anxiety&place=havelock-grange&age=26-to-64"


@pytest.fixture
def desk(town):
    with town.editing() as records:
        hub = records.location(latitude=54.6844, longitude=-1.2134)
        records.location("Havelock Grange", kind="surgery", latitude=54.6900, longitude=-1.2200)
        records.service("Men’s Shed", places=[hub], days=["TU"], booking="drop-in", cost="3", needs=["anxiety"])
        records.service("Anxiety Group", places=[hub], days=["WE"], booking="appointment", phone="01632 960999")
    town.navigator = town.sign_in("navigator", works_at="havelock-grange")
    return town


def press(town, way, address=SHEET, **fields):
    """What the page answers to one of its buttons."""
    values = {"language": "en", "style": "ordinary", "name": "", "start": "", "alive": "y", "email": "", "number": ""}
    return town.post(address, status=200, **{**values, "way": way, **fields})


def link_of(answer):
    return re.search(r"/s/([\w-]{22})", answer.get_data(as_text=True))[1]


def rows(town, model):
    with town.world.database.reading() as session:
        return session.scalars(select(model)).all()


def with_mail(town, url):
    settings = load_settings({"HUB_INSTANCE": str(town.world.settings.instance), "HUB_NOW": NOW, "MAIL_URL": url})
    object.__setattr__(town.world, "settings", settings)


def test_it_says_what_to_do_first_and_what_to_say(desk):
    page = desk.open(SHEET)
    assert "You can just come. You do not need to book." in page.text
    assert "“Hello. Havelock Grange told me about Anxiety Group. Can I make an appointment?”" in page.text
    assert "Ring 01632 960999." in page.text
    assert "Next time: Tuesday 24 November, 10am to 12 noon." in page.text
    assert "From Havelock Grange: about half a mile." in page.text


def test_printing_shows_the_sheet_alone_and_counts_it(desk):
    answer = press(desk, "print", name="Jean")
    page = Page(answer)
    check(page, SHEET)
    assert "Hello Jean," in page.text and answer.headers["Cache-Control"] == "no-store"
    signpost = rows(desk, Signpost)[0]
    assert (signpost.needs, signpost.age_band, signpost.way) == (["anxiety"], "26-to-64", "print")
    assert signpost.sheet_id == rows(desk, Sheet)[0].id and signpost.reference in page.text


def once_of(town):
    return re.search(r'name="once"[^>]*value="([^"]{20,})"', town.client.get(SHEET).get_data(as_text=True))[1]


@pytest.mark.parametrize("way", ["print", "link", "email"])
def test_the_same_form_sent_again_counts_nothing_new(desk, mail_server, way):
    with_mail(desk, mail_server.url)
    form = {"once": once_of(desk), "email": PLANTED["email"], "name": "Jean"}
    first, second = press(desk, way, **form), press(desk, way, **form)
    assert Page(second).text == Page(first).text
    assert way == "email" or link_of(first) == link_of(second)
    assert len(rows(desk, Signpost)) == len(rows(desk, Sheet)) == 1
    assert len(mail_server.messages) == (way == "email")
    press(desk, way, **{**form, "once": once_of(desk)})
    assert len(rows(desk, Signpost)) == len(rows(desk, Sheet)) == 2


def test_a_sheet_without_a_link_is_counted_once_too(desk):
    form = {"language": "en", "style": "ordinary", "way": "print", "once": once_of(desk)}
    words = {Page(desk.post(SHEET, status=200, **form)).text for _ in "12"}
    assert len(words) == 1 and len(rows(desk, Signpost)) == 1


def test_a_need_a_ward_and_a_service_that_are_not_there_any_more_do_not_keep_a_sheet_from_going(desk, mail_server):
    with_mail(desk, mail_server.url)
    press(desk, "email", address=f"{SHEET}&need=renamed&need=a%00b&ward=gone&service=gone&service=%00", email=PLANTED["email"])
    assert len(mail_server.messages) == 1 and rows(desk, Signpost)[0].needs == ["anxiety"]


def test_a_form_that_did_not_go_is_sent_when_it_comes_again(desk, mail_server):
    form = {"once": once_of(desk), "email": PLANTED["email"]}
    with_mail(desk, "smtp://127.0.0.1:9")
    press(desk, "email", **form)
    with_mail(desk, mail_server.url)
    press(desk, "email", **form)
    assert len(mail_server.messages) == len(rows(desk, Sheet)) == len(rows(desk, Signpost)) == 1


def test_a_sheet_without_a_link_is_kept_nowhere(desk):
    values = {"language": "en", "style": "ordinary", "way": "print"}
    assert "/s/" not in desk.post(SHEET, status=200, **values).get_data(as_text=True)
    assert rows(desk, Sheet) == [] and len(rows(desk, Signpost)) == 1


def test_nothing_that_was_typed_about_a_person_stays_anywhere(desk, mail_server, caplog):
    load(desk.world.settings.instance / POSTCODES, ("TS",))
    with_mail(desk, mail_server.url)
    with caplog.at_level("DEBUG"):
        answers = {way: press(desk, way, **PLANTED).data for way in ("show", "print", "pdf", "link", "email", "text")}
    assert b"From where you set off" in answers["print"]
    assert mail_server.messages[0]["To"] == PLANTED["email"]
    assert "Hello Plantagenesta," in mail_server.messages[0].get_body(("plain",)).get_content()
    files = [path for path in Path(desk.world.settings.instance).rglob("*") if path.is_file() and path.name != POSTCODES]
    written = b"".join(path.read_bytes() for path in files)
    ours = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    for planted in (*PLANTED.values(), "900123"):
        assert planted.encode() not in written and planted not in ours
    assert [row.to + row.subject + row.text + row.html for row in rows(desk, Mail)] == [""]


def test_a_form_that_comes_after_the_session_ended_is_not_put_by(desk):
    from hubdirectory.models import AccountSession, KeptForm

    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', desk.client.get(SHEET).get_data(as_text=True))[1]
    with desk.world.database.writing() as session:
        for opened in session.scalars(select(AccountSession)):
            opened.ended_at = desk.world.now()
    desk.client.post(SHEET, data={"csrf_token": token, "way": "print", "language": "en", "style": "ordinary", **PLANTED})
    assert rows(desk, KeptForm) == []


def test_an_address_that_is_none_is_said_beside_the_field_and_nothing_is_left(desk):
    page = Page(press(desk, "email", email="jean at home", name="Jean"))
    assert "Write an e-mail address, such as name@example.org" in page.text and 'value="jean at home"' in page.html
    assert rows(desk, Sheet) == [] and rows(desk, Signpost) == []


def test_what_kept_a_sheet_in_arabic_from_going_is_said_in_the_navigators_language(desk):
    page = Page(press(desk, "email", email="jean at home", language="ar"))
    assert "Write an e-mail address, such as name@example.org" in page.text
    with_mail(desk, "smtp://127.0.0.1:9")
    assert "The mail could not be sent just now." in Page(press(desk, "email", email=PLANTED["email"], language="ar")).text
    assert "Write a telephone number" in Page(press(desk, "text", number="about seven", language="ar")).text
    assert rows(desk, Sheet) == []


def test_a_mail_server_that_is_away_leaves_no_sheet(desk):
    with_mail(desk, "smtp://127.0.0.1:9")
    assert "The mail could not be sent just now." in Page(press(desk, "email", email=PLANTED["email"])).text
    assert rows(desk, Sheet) == [] and rows(desk, Signpost) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_in_each_language_is_tagged_and_read_back(desk, tmp_path, language):
    if not sheets.makes_pdfs():
        pytest.skip("PDFs cannot be made on this machine: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core")
    answer = press(desk, "pdf", language=language, name="Żaneta")
    assert answer.mimetype == "application/pdf"
    file = tmp_path / "sheet.pdf"
    file.write_bytes(answer.data)
    read = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    read = read.replace("\u00a0", " ")
    facts = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in facts
    for words in ("Żaneta", "Anxiety Group", "01632 960999", rows(desk, Signpost)[0].reference):
        assert words in read


def test_a_sheet_in_another_language_leaves_the_page_in_the_navigators_own(desk):
    page = Page(press(desk, "show", language="pl"))
    assert page.all("html")[0].get("lang") == "en" and "The sheet" in page.text_of("h1")
    sheet = next(one for one in page.all("div") if (one.get("class") or "").startswith("takeaway "))
    names = [one.get("lang") for one in sheet.iter() if "".join(one.itertext()) == "Men’s Shed"]
    assert names == ["en"]  # read aloud as English
    assert sheet.get("lang") == "pl" and "wtorek" in page.text and "Tuesday" not in page.text


def test_what_is_said_to_people_who_speak_english_stands_in_english_too(desk):
    page = Page(press(desk, "show", language="ar"))
    told = "(You can say: “Hello. Havelock Grange told me about Anxiety Group. Can I make an appointment?”)"
    english = [one.get("lang") for one in page.all("p") if words_of(one) == told]
    assert english == ["en"] and "(At the door you can say:" in page.text
    assert "(You can say" not in desk.open(SHEET).text


def test_the_link_shows_a_new_day(desk):
    link = link_of(press(desk, "link"))
    assert "Changed since" not in desk.open(f"/s/{link}").text
    with desk.editing() as records:
        shed = records.session.scalars(select(Service).where(Service.slug == "mens-shed")).one()
        records.session.scalars(select(Schedule).where(Schedule.service_id == shed.id)).one().byday = ["TH"]
    page = desk.open(f"/s/{link}")
    assert "The day has changed. Now: Thursday. Before: Tuesday." in page.text
    assert "Next time: Thursday 26 November" in page.text and "noindex" in page.html


def test_the_link_says_what_is_paused_and_what_is_gone(desk):
    link = link_of(press(desk, "link"))
    with desk.editing() as records:
        for slug, state in (("mens-shed", "paused"), ("anxiety-group", "closed")):
            records.session.scalars(select(Service).where(Service.slug == slug)).one().state = state
    text = desk.open(f"/s/{link}").text
    assert "It is closed for now." in text and "This is not there any more." in text and "Anxiety Group" in text


def test_the_link_says_that_the_next_time_is_called_off(desk):
    link = link_of(press(desk, "link"))
    occurrences.roll_all(desk.world)
    with desk.world.database.reading() as session:
        shed = select(Service.id).where(Service.slug == "mens-shed")
        todays = select(Occurrence.id).where(Occurrence.service_id.in_(shed), Occurrence.day == date(2026, 11, 24))
        occurrence = session.scalars(todays).one()
    occurrences.cancel_occurrence(desk.world, PRODUCT, occurrence, "The tutor is ill")
    text = desk.open(f"/s/{link}").text
    assert "Not on Tuesday 24 November" in text and "The tutor is ill" in text
    assert "Next time: Tuesday 1 December" in text


def test_where_pdfs_cannot_be_made_the_page_says_so_and_offers_printing(desk, monkeypatch):
    monkeypatch.setattr(sheets, "seems_to_make_pdfs", lambda: False)
    assert "PDFs cannot be made on this server" in desk.open(SHEET).text
    monkeypatch.setattr(sheets, "makes_pdfs", lambda: False)
    assert "PDFs cannot be made on this server. Print it instead." in Page(press(desk, "pdf")).text
    assert rows(desk, Sheet) == [] and rows(desk, Signpost) == []


def test_one_tap_without_an_account_says_it_was_shut_and_another_takes_it_back(desk):
    link = link_of(press(desk, "link"))
    desk.client.delete_cookie(COOKIE)
    desk.post(f"/s/{link}/0/shut", page=f"/s/{link}")
    assert [report.reason for report in rows(desk, Report)] == ["shut"]
    assert "You said: it was shut." in desk.open(f"/s/{link}").text
    desk.post(f"/s/{link}/0/not_shut", page=f"/s/{link}")
    assert rows(desk, Report) == []
    desk.post(f"/s/{link}/1/helped", page=f"/s/{link}")
    assert "You said: this helped." in desk.open(f"/s/{link}").text
    assert desk.client.get(f"/s/{link}/1/helped").status_code == 405  # nothing happens by opening


def test_whoever_made_it_ends_the_link_and_can_let_it_work_again(desk):
    link = link_of(press(desk, "link"))
    desk.post(f"/navigate/sheets/{rows(desk, Sheet)[0].id}/revoke", page="/navigate/sheets")
    assert "Whoever gave it to you has ended it." in desk.open(f"/s/{link}", status=410).text
    assert "This sheet is over" in desk.open("/s/AAAAAAAAAAAAAAAAAAAAAA", status=410).text
    desk.post(f"/navigate/sheets/{rows(desk, Sheet)[0].id}/revoke", page="/navigate/sheets", back="y")
    assert desk.open(f"/s/{link}")


def test_the_sheets_page_is_for_navigators_and_their_own_places(desk):
    assert desk.client.get(SHEET.replace("havelock-grange", "community-hub-central")).status_code == 404
    desk.client.delete_cookie(COOKIE)
    desk.sign_in("organisation")
    assert desk.client.get(SHEET).status_code == 403
