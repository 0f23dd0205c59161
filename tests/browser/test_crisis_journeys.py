"""Words of crisis, as somebody types them; and pages about abuse, which Back does not lead to."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_numbers_come_as_somebody_types_and_go_with_the_words(page, site):
    page.goto(site)
    box = page.get_by_role("combobox")
    box.type("i want to die", delay=20)
    panel = page.get_by_role("region", name="Talk to somebody now")
    # The first answer of a process reads the lists.
    expect(panel.get_by_role("link", name="Call 116 123")).to_have_attribute("href", "tel:116123", timeout=15_000)
    expect(page.get_by_role("option")).to_have_count(0)
    box.fill("knitting")
    expect(panel).to_have_count(0)


def test_back_leads_to_no_page_about_abuse(page, site):
    page.goto(f"{site}/needs")
    page.goto(f"{site}/needs/domestic-abuse")
    page.locator("ol.results h3 a").first.click()
    page.wait_for_url("**/services/**")
    assert page.title() == "Hub Directory"
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exit this page")).to_be_focused()
    page.go_back()
    assert page.url == f"{site}/needs"


def test_a_ticked_need_about_abuse_and_a_suggestion_there_are_pages_that_back_does_not_lead_to(page, site):
    page.goto(f"{site}/needs")
    page.goto(f"{site}/search")
    box = page.locator("#filters input[value='domestic-abuse']")
    page.evaluate("one => { one.closest('details').open = true; one.click(); }", box.element_handle())
    page.wait_for_selector("body[data-discreet]")
    assert page.title() == "Hub Directory"
    search = page.get_by_role("combobox").first
    search.fill("food")
    option = page.get_by_role("option").first
    option.wait_for(timeout=15_000)
    option.click()
    page.wait_for_url(lambda address: "need=domestic-abuse" not in address)
    page.go_back()
    assert page.url == f"{site}/needs"
