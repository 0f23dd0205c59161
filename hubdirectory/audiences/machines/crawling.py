"""What robots read: the sitemap, what they may look at, and the name that a phone shows."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Response, current_app, jsonify, url_for

from hubdirectory.actions import showing
from hubdirectory.audiences.machines import blueprint
from hubdirectory.web.addresses import absolute

ENDPOINTS = {
    "service": "residents.service",
    "organisation": "residents.organisation",
    "hub": "residents.hub",
    "place": "residents.place",
}
FIXED = ("home", "start", "needs", "hubs", "a_to_z", "about", "accessibility", "privacy", "cookies")
# The protocol's own limit for one file.
MOST_ADDRESSES = 50_000


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page. Search results are not pages of their own, and confidential places have none."""
    world = current_app.extensions["world"]
    lines = [_entry(absolute(f"residents.{name}")) for name in FIXED]
    lines += [_entry(absolute("residents.need", slug=term.slug)) for term in showing.terms(world, "need", "en")]
    lines += [
        _entry(absolute(ENDPOINTS[page.kind], slug=page.slug), page.changed_at.date().isoformat())
        for page in showing.page_addresses(world)
    ]
    urls = "\n".join(lines[:MOST_ADDRESSES])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Response(f"{head}\n{urls}\n</urlset>\n", mimetype="application/xml")


def _entry(address: str, changed: str = "") -> str:
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{when}</url>"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Results pages are endless, so no robot should walk them."""
    rules = [
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /suggest",
        "Disallow: /start/",
        "Disallow: /start?",
        "Disallow: /*/report",
    ]
    return Response("\n".join([*rules, f"Sitemap: {absolute('machines.sitemap')}", ""]), mimetype="text/plain")


@blueprint.get("/site.webmanifest")
def webmanifest() -> Response:
    settings = current_app.extensions["world"].settings
    icon = current_app.extensions["assets"].address("images/icon.svg")
    response = jsonify(
        name=settings.site_name, short_name=settings.site_name, start_url=url_for("residents.home"), display="browser",
        background_color="#fbf5e9", theme_color="#0b4f4a", icons=[{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    return response
