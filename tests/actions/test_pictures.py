"""Pictures are real ones, made small, with nothing left in them of who took them and where."""

from __future__ import annotations

import os
import struct
import time
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import Engine, event, select

from hubdirectory.actions import showing
from hubdirectory.actions.acting import VISITOR, NotAllowed
from hubdirectory.actions.organisations import picture_files, pictures
from hubdirectory.actions.organisations.picture_files import BadPicture, made_of
from hubdirectory.domain.picturing import LARGEST_BYTES, MOST_PICTURES, PictureState, fitted
from hubdirectory.domain.states import Role
from hubdirectory.models import Location, Mail, Organisation, Picture, Service
from tests.factories.people import person

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def photo(size=(1600, 900), kind="JPEG", mode="RGB", colour="teal", **more):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def from_a_phone():
    """A photograph held sideways, that says where it was taken and by what."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Spyphone"
    exif.get_ifd(GPS)[2] = (54.0, 41.0, 3.0)
    return photo(exif=exif.tobytes())


def opened(content):
    return Image.open(BytesIO(content))


@pytest.fixture
def shed(town):
    with town.editing() as records:
        row = records.organisation("Men’s Shed")
        return row.id, records.service("Woodwork", organisation=row).id


@pytest.fixture
def ann(world, shed):
    return person(world, "Ann", member_of=shed[0])


def trust(world, organisation_id):
    with world.database.writing() as session:
        session.get(Organisation, organisation_id).trusted = True


def files(world):
    return sorted(path.name for path in picture_files.all_files(world.settings.instance))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_comes_back_at_two_sizes(kind):
    large, small = made_of(photo(kind=kind))
    assert [(one.width, one.height) for one in (large, small)] == [(1280, 720), (480, 270)]
    assert [opened(one.content).size for one in (large, small)] == [(1280, 720), (480, 270)]
    assert opened(large.content).format == "WEBP"


def test_a_small_picture_is_not_blown_up():
    assert fitted(300, 200, 1280) == (300, 200)
    assert fitted(9000, 2, 480) == (480, 1)


def test_it_is_turned_upright_and_nothing_of_its_maker_is_left():
    large, small = made_of(from_a_phone())
    assert (large.width, large.height) == (720, 1280)
    for file in (large, small):
        picture = opened(file.content)
        assert dict(picture.getexif()) == {}
        assert {"exif", "xmp", "icc_profile"} & set(picture.info) == set()
        assert b"Spyphone" not in file.content


def test_what_is_see_through_stays_so():
    large, _ = made_of(photo(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(large.content).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_pictures_of_few_colours_and_of_printers_are_taken_too(mode):
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    assert made_of(photo(kind=kind, mode=mode, colour=0))[0].width == 1280


def test_the_same_picture_has_the_same_name():
    assert made_of(photo())[0].name == made_of(photo())[0].name != made_of(photo(colour="red"))[0].name


@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a" + b"\0" * 50, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", photo()[:400],
        photo(kind="GIF", mode="P", colour=0), photo(kind="BMP"), photo(kind="TIFF"), b"\xff\xd8\xff" + b"junk" * 99,
    ],
)  # fmt: skip
def test_anything_else_is_refused_whatever_it_is_called(content):
    with pytest.raises(BadPicture) as refused:
        made_of(content)
    assert refused.value.why == "not_a_picture"


def bomb(width, height):
    """A few bytes that claim to be a very large picture."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded():
    with pytest.raises(BadPicture) as refused:
        made_of(bomb(60_000, 60_000))
    assert refused.value.why == "too_many_pixels"


def test_a_file_of_more_than_ten_megabytes_is_refused():
    with pytest.raises(BadPicture) as refused:
        made_of(b"\0" * (LARGEST_BYTES + 1))
    assert refused.value.why == "too_large"


def test_a_trusted_organisations_picture_is_public_at_once(world, shed, ann):
    trust(world, shed[0])
    pictures.add(world, ann, "service", shed[1], photo(), " Two men \n at a bench ")
    view = showing.service(world, "woodwork", "en")
    assert [(one.alt, one.width, one.small_width) for one in view.pictures] == [("Two men at a bench", 1280, 480)]


def test_another_ones_waits_for_the_manager(world, shed, ann):
    picture = pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    manager = person(world, "Max", Role.MANAGER)
    assert showing.service(world, "woodwork", "en").pictures == ()
    (line,) = pictures.waiting(world, manager)
    assert (line.record, line.organisation, line.alt, line.state) == ("Woodwork", "Men’s Shed", "A bench", PictureState.WAITING)
    pictures.approve(world, manager, picture)
    assert len(showing.service(world, "woodwork", "en").pictures) == 1
    assert pictures.waiting(world, manager) == ()


def test_a_file_that_waits_is_seen_by_its_own_people_and_the_manager_only(world, shed, ann):
    pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    name, _ = files(world)
    stranger, manager = person(world, "Eve"), person(world, "Max", Role.MANAGER)
    assert [pictures.file_to_serve(world, one, name) is not None for one in (VISITOR, stranger, ann, manager)] == [
        False, False, True, True,
    ]  # fmt: skip
    trust(world, shed[0])
    pictures.add(world, ann, "organisation", shed[0], photo(), "A bench")
    path, public = pictures.file_to_serve(world, VISITOR, name)
    assert public and path.is_file()
    assert pictures.file_to_serve(world, VISITOR, "../settings.toml") is None


@pytest.mark.parametrize("state", ["draft", "in_review", "closed"])
@pytest.mark.parametrize("whose", [Service, Organisation])
def test_a_picture_of_what_nobody_sees_any_more_is_not_given_to_everybody(world, shed, ann, state, whose):
    trust(world, shed[0])
    pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    name, _ = files(world)
    assert pictures.file_to_serve(world, VISITOR, name)[1]
    with world.database.writing() as session:
        session.get(whose, shed[whose is Service]).state = state
    assert pictures.file_to_serve(world, VISITOR, name) is None
    assert pictures.file_to_serve(world, ann, name)[1] is False, "its own people see it, and nobody keeps it"


def test_a_paused_services_picture_stays(world, shed, ann):
    trust(world, shed[0])
    pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    with world.database.writing() as session:
        session.get(Service, shed[1]).state = "paused"
    assert pictures.file_to_serve(world, VISITOR, files(world)[0])[1]


def test_a_picture_of_a_place_that_became_confidential_is_not_given_to_everybody(world, town):
    manager = person(world, "Max", Role.MANAGER)
    with town.editing() as records:
        refuge = records.location("Safe House").id
    pictures.add(world, manager, "location", refuge, photo(), "A door")
    name, _ = files(world)
    assert pictures.file_to_serve(world, VISITOR, name)[1]
    with world.database.writing() as session:
        session.get(Location, refuge).confidential = True
    assert pictures.file_to_serve(world, VISITOR, name) is None


def test_a_refused_picture_goes_and_its_owner_learns_why(world, shed, ann):
    picture = pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    manager = person(world, "Max", Role.MANAGER)
    pictures.refuse(world, manager, picture, "Somebody's face is on it.")
    with world.database.reading() as session:
        assert "Somebody's face is on it." in session.scalar(select(Mail.text).where(Mail.to == "ann@example.org"))
    assert files(world) == []


def test_the_files_go_with_the_last_record_that_has_them(world, shed, ann):
    first = pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    second = pictures.add(world, ann, "organisation", shed[0], photo(), "A bench")
    assert len(files(world)) == 2
    pictures.remove(world, ann, first)
    assert len(files(world)) == 2
    pictures.remove(world, ann, second)
    assert files(world) == []


def test_what_it_shows_is_asked_for(world, shed, ann):
    with pytest.raises(pictures.AltMissing):
        pictures.add(world, ann, "service", shed[1], photo(), "  ")
    picture = pictures.add(world, ann, "service", shed[1], photo(), "ignored", decorative=True)
    assert [one.alt for one in pictures.of_record(world, ann, "service", shed[1])] == [""]
    pictures.describe(world, ann, picture, "A bench")
    assert [one.alt for one in pictures.of_record(world, ann, "service", shed[1])] == ["A bench"]


def test_there_is_an_end_to_pictures(world, shed, ann):
    for number in range(MOST_PICTURES):
        pictures.add(world, ann, "service", shed[1], photo((40, 30), colour=(number, 0, 0)), "A bench")
    with pytest.raises(pictures.TooManyPictures):
        pictures.add(world, ann, "service", shed[1], photo((40, 30)), "A bench")


def test_nobody_else_adds_or_removes(world, shed, ann):
    stranger = person(world, "Eve")
    picture = pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    for what in (
        lambda: pictures.add(world, stranger, "service", shed[1], photo(), "Mine"),
        lambda: pictures.remove(world, stranger, picture),
        lambda: pictures.describe(world, stranger, picture, "Mine"),
        lambda: pictures.approve(world, ann, picture),
        lambda: pictures.waiting(world, ann),
    ):
        with pytest.raises(NotAllowed):
            what()


def test_pictures_of_records_that_are_gone_are_swept_away(world, shed, ann):
    pictures.add(world, ann, "service", shed[1], photo(), "A bench")
    with world.database.writing() as session:
        session.delete(session.get(Service, shed[1]))
    assert pictures.sweep(world) == 1, "the files are too young to go"
    long_ago = time.time() - 3 * 86_400
    for path in picture_files.all_files(world.settings.instance):
        os.utime(path, (long_ago, long_ago))
    pictures.sweep(replace(world))
    assert files(world) == []


def test_the_sweep_asks_for_records_by_the_hundreds(world, shed, ann):
    many = 600
    with world.database.writing() as session:
        session.add_all(
            Picture(
                record_kind="service", record_id=shed[1] if number == 0 else f"gone-{number}", state="published",
                file=f"{number}", small_file=f"{number}s", width=1, height=1, small_width=1, small_height=1, added_at=world.now(),
            )
            for number in range(many)
        )  # fmt: skip
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert pictures.sweep(world) == many - 1
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len([one for one in asked if "FROM service" in one]) == 2
    with world.database.reading() as session:
        assert session.scalars(select(Picture.record_id)).all() == [shed[1]]
