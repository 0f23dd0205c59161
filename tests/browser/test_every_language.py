"""Each language in a real browser: nothing for axe to find, nothing to be read sideways; and a page read aloud."""

from __future__ import annotations

import pytest

from hubdirectory.web.locales import DEFAULT, LANGUAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("/", "/search?q=debt", "/services/{service}", "/today", "/hubs/community-hub-south")
# Voices as a device has them: Polish only from a server, English its own.
VOICES = """
window.asked = [];
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
Object.defineProperty(window, "speechSynthesis", { value: {
  addEventListener() {}, cancel() { window.asked.length = 0; }, speak(one) { window.asked.push([one.lang, one.text]); },
  getVoices: () => [{ lang: "pl-PL", localService: false }, { lang: "en-GB", localService: true }],
} });
"""


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != DEFAULT])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(page, site, axe_script, example, language):
    page.set_viewport_size({"width": 320, "height": 900})
    for path in PAGES:
        address = site + path.format(service=example["service"]["slug"])
        page.goto(address + ("&" if "?" in path else "?") + f"lang={language}")
        page.evaluate(axe_script)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        assert [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_page_is_read_aloud_by_the_devices_own_voice_and_stops_when_asked(page, site, example):
    page.add_init_script(VOICES)
    page.goto(f"{site}/services/{example['service']['slug']}")
    page.get_by_role("button", name="Read aloud").click()
    asked = page.evaluate("window.asked")
    assert asked[0] == ["en-GB", example["service"]["name"]]
    assert not [text for _, text in asked if text == "Print"]
    page.get_by_role("button", name="Stop reading").click()
    assert page.evaluate("window.asked") == []


def test_no_voice_is_asked_that_would_send_the_words_away(page, site, example):
    page.add_init_script(VOICES)
    page.goto(f"{site}/services/{example['service']['slug']}?lang=pl")
    assert page.locator("[data-aloud]").count() == 1
    assert not page.locator("[data-aloud]").is_visible()


def test_what_needs_a_script_is_not_there_without_one(browser, site, example):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/services/{example['service']['slug']}")
    hidden = page.locator("[hidden]")
    assert hidden.count() > 2
    assert not [number for number in range(hidden.count()) if hidden.nth(number).is_visible()]
    context.close()
