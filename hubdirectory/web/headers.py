"""What every answer says to the browser: nothing from elsewhere, nothing told elsewhere, nothing inline."""

from __future__ import annotations

from urllib.parse import urlsplit
from wsgiref.headers import Headers

from flask import Flask, Response

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}


def content_policy(tile_url: str) -> str:
    """The Content-Security-Policy; map tiles are the one thing that may come from another host, where set."""
    images = " ".join(filter(None, ["'self'", "data:", _host(tile_url)]))
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, "img-src": images}.items())


def _host(tile_url: str) -> str:
    parts = urlsplit(tile_url)
    # {s} stands for a letter that spreads the tiles over several hosts.
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if parts.netloc else ""


def say_headers(app: Flask, tile_url: str, secure: bool) -> None:
    """Put the headers on every answer; over https also that it stays https."""
    always = {
        "Content-Security-Policy": content_policy(tile_url),
        **HEADERS,
        **({"Strict-Transport-Security": "max-age=31536000"} if secure else {}),
        # A page that was left in a hurry must not come back out of a shared computer's cache.
        "Cache-Control": "private, no-cache",
    }

    @app.after_request
    def _headers(response: Response) -> Response:
        # What a page says for itself stands.
        said = {name.lower() for name, _ in response.headers}
        response.headers.extend(pair for pair in always.items() if pair[0].lower() not in said)
        return response


def say_static_headers(given: Headers, _path: str, _url: str) -> None:
    """The same for built files, which are answered before the application is asked."""
    given["X-Content-Type-Options"] = "nosniff"
    given["Cross-Origin-Resource-Policy"] = "same-origin"
