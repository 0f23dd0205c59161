"""`hub pictures`: the README's pictures, taken from the running product."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hubdirectory.setup.chromium import ARGUMENTS, find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "decisions" / "pictures"
# name -> address, width and height in pixels
PICTURES = {
    "home": ("/", 1180, 860),
    "results": ("/search?q=mental+health", 1180, 860),
    "service": ("/search?q=men%27s+shed", 390, 860),
}
QUALITY = 58
FIRST_RESULT = "main h2 a, main h3 a"


@click.command()
@click.option("--address", default="http://127.0.0.1:5000", show_default=True, help="Where the directory runs.")
def pictures(address: str) -> None:
    """Take the README's pictures again, from the directory at an address."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.exit("Pictures need what the tests need: ./hub setup --for-tests")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for name, (path, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address + path)
            if name == "service":
                page.locator(FIRST_RESULT).first.click()
            file = FOLDER / f"{name}.jpg"
            page.screenshot(path=file, type="jpeg", quality=QUALITY)
            click.echo(f"{file.name}: {file.stat().st_size // 1024} KB")
            page.close()
        browser.close()
