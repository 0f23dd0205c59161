"""What pages link to is built from this repository's own sources, and nothing in it points outside."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from hubdirectory.setup.assets import BUILT, SOURCES
from hubdirectory.setup.node import NODE_MODULES, find_node


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    if not (BUILT / "manifest.json").exists():
        pytest.fail("Styles and scripts are not built. Run ./hub setup", pytrace=False)
    return json.loads((BUILT / "manifest.json").read_text())


def test_every_built_file_is_there_under_the_name_of_its_contents(manifest: dict[str, str]) -> None:
    for name, written in manifest.items():
        assert (BUILT / written).is_file()
        assert name.startswith("leaflet/images/") or re.search(r"\.[0-9a-f]{12}\.\w+$", written)


def test_there_is_a_sheet_for_each_direction_of_writing(manifest: dict[str, str]) -> None:
    sheets = [name.removesuffix(".scss") for name in (file.name for file in (SOURCES / "styles").glob("[!_]*.scss"))]
    assert sheets
    assert {f"{name}{ending}" for name in sheets for ending in (".css", ".rtl.css")} <= set(manifest)


def test_what_can_be_compressed_has_a_compressed_twin(manifest: dict[str, str]) -> None:
    for written in (written for written in manifest.values() if written.endswith((".css", ".js"))):
        assert gzip.decompress((BUILT / f"{written}.gz").read_bytes()) == (BUILT / written).read_bytes()


def test_styles_point_only_at_what_is_built_beside_them(manifest: dict[str, str]) -> None:
    for written in (written for written in manifest.values() if written.endswith(".css")):
        sheet = BUILT / written
        for address in re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text()):
            assert address.startswith(("data:", "#")) or (sheet.parent / address).is_file(), f"{written}: {address}"


def test_the_fonts_are_few_and_small(manifest: dict[str, str]) -> None:
    fonts = [BUILT / written for name, written in manifest.items() if name.startswith("fonts/")]
    assert len(fonts) == 8
    assert sum(font.stat().st_size for font in fonts) < 250_000


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [find_node().node, folder / "build.mjs", NODE_MODULES / "assets", folder / "built"]
    return subprocess.run(words, capture_output=True, text=True)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    (tmp_path / "styles").mkdir()
    (tmp_path / "scripts").mkdir()
    shutil.copyfile(SOURCES / "build.mjs", tmp_path / "build.mjs")
    return tmp_path


def test_a_right_to_left_sheet_is_mirrored_and_a_partial_is_not_built(workshop: Path) -> None:
    (workshop / "styles" / "_part.scss").write_text("$gap: 4px;")
    (workshop / "styles" / "page.scss").write_text('@use "part"; p { margin-left: part.$gap; }')
    assert build(workshop).stderr == ""
    names = json.loads((workshop / "built" / "manifest.json").read_text())
    assert "part.css" not in names
    assert (workshop / "built" / names["page.css"]).read_text().strip() == "p{margin-left:4px}"
    assert (workshop / "built" / names["page.rtl.css"]).read_text().strip() == "p{margin-right:4px}"


def test_a_script_brings_along_what_it_imports(workshop: Path) -> None:
    (workshop / "scripts" / "_greeting.js").write_text("export const greeting = () => 'good morning';")
    (workshop / "scripts" / "page.js").write_text("import { greeting } from './_greeting.js'; document.title = greeting();")
    assert build(workshop).stderr == ""
    names = json.loads((workshop / "built" / "manifest.json").read_text())
    assert "good morning" in (workshop / "built" / names["page.js"]).read_text()
    assert "_greeting.js" not in names


def test_a_style_that_points_nowhere_is_refused_and_the_last_build_stays(workshop: Path) -> None:
    (workshop / "styles" / "page.scss").write_text("p { color: green; }")
    build(workshop)
    before = (workshop / "built" / "manifest.json").read_text()
    (workshop / "styles" / "page.scss").write_text('p { background: url("/assets/crown.svg"); }')
    refused = build(workshop)
    assert refused.returncode != 0
    assert "page.scss points at /assets/crown.svg, which is not built" in refused.stderr
    assert (workshop / "built" / "manifest.json").read_text() == before


def test_what_a_running_server_still_names_stays_for_a_week(workshop: Path) -> None:
    style = workshop / "styles" / "page.scss"
    style.write_text("p { color: green; }")
    build(workshop)
    named = workshop / "built" / json.loads((workshop / "built" / "manifest.json").read_text())["page.css"]
    style.write_text("p { color: blue; }")
    build(workshop)
    assert named.exists()
    eight_days_ago = time.time() - 8 * 24 * 3600
    os.utime(named, (eight_days_ago, eight_days_ago))
    style.write_text("p { color: red; }")
    build(workshop)
    assert not named.exists()
