from __future__ import annotations

import re
import shutil
import socket
import subprocess
import zlib

import pytest

from hubdirectory import paper
from tests.conftest import missing

ENGLISH = ("en", "ltr", "Your next steps", "Ring 01632 960 123.")
POLISH = ("pl", "ltr", "Twoje następne kroki", "Zadzwoń: źdźbło, łąka, gęś.")
ARABIC = ("ar", "rtl", "خطواتك التالية", "اتصل على الرقم \u206601632 960 123\u2069")
FARSI = ("fa", "rtl", "گام‌های بعدی شما", "برای پرسیدن زنگ بزنید.")
URDU = ("ur", "rtl", "آپ کے اگلے قدم", "پہلے فون کریں۔")
UKRAINIAN = ("uk", "ltr", "Ваші наступні кроки", "Зателефонуйте: їжа, ґанок.")
PAGE = (
    '<!doctype html><html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title></head>'
    '<body><h1>{}</h1><h2><span class="icon icon-phone"></span> Men’s Shed</h2><p>{}</p>'
    "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E\" alt=\"A square\">"
    "</body></html>"
)
INVISIBLE = dict.fromkeys(map(ord, "\u200c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))


def read_back(pdf, tmp_path, *options):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.translate(INVISIBLE).split())


def unpacked(file):
    """Every stream of a PDF as text."""
    found = re.findall(rb"stream\n(.*?)\nendstream", file.read_bytes(), re.DOTALL)
    return b"".join(zlib.decompress(stream) for stream in found if stream[:1] == b"x").decode("latin-1")


@pytest.fixture(autouse=True)
def _tools():
    if not paper.is_there():
        missing("PDFs cannot be made on this machine: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core")
    if not shutil.which("pdftotext"):
        missing("There is no pdftotext on this machine: sudo apt install poppler-utils")


@pytest.mark.parametrize("words", [ENGLISH, POLISH, ARABIC, FARSI, URDU, UKRAINIAN], ids=lambda words: words[0])
def test_words_are_read_back_letter_for_letter_in_every_script(words, tmp_path):
    language, direction, title, sentence = words
    read = read_back(paper.to_pdf(PAGE.format(language, direction, title, title, sentence), "sheet"), tmp_path)
    for text in (title, sentence):
        assert " ".join(text.translate(INVISIBLE).split()) in read


def test_it_is_tagged_with_headings_and_alternative_text(tmp_path):
    (tmp_path / "tagged.pdf").write_bytes(paper.to_pdf(PAGE.format("en", "ltr", "T", "Your next steps", "Ring."), "sheet"))
    facts = subprocess.run(["pdfinfo", str(tmp_path / "tagged.pdf")], capture_output=True, text=True, check=True).stdout
    tree = subprocess.run(
        ["pdfinfo", "-struct-text", str(tmp_path / "tagged.pdf")], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    assert "Tagged:          yes" in facts and "595.276 x 841.89 pts (A4)" in facts
    assert tree.index("H1") < tree.index("H2") < tree.index("P (block)")
    assert tree.count("Figure") == 1  # the icon is decoration, and no part of what is read aloud
    meta = subprocess.run(["pdfinfo", "-meta", str(tmp_path / "tagged.pdf")], capture_output=True, text=True, check=True).stdout
    assert "pdfuaid:part" in meta and "A square" in unpacked(tmp_path / "tagged.pdf")


def test_nothing_is_fetched_from_elsewhere(monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "create_connection", lambda address, *_, **__: asked.append(address))
    elsewhere = PAGE.format("en", "ltr", "T", "T", "").replace("data:image/svg+xml", "http://192.0.2.1/x.svg?")
    assert paper.to_pdf(elsewhere, "sheet").startswith(b"%PDF") and asked == []
