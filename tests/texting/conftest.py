"""GOV.UK Notify as it answered when it was asked, on a port of this machine."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

NOT_A_MOBILE = {
    "status_code": 400, "errors": [{"error": "ValidationError", "message": "phone_number Not a UK mobile number"}]
}  # fmt: skip
WRONG_TEMPLATE = {"status_code": 400, "errors": [{"error": "BadRequestError", "message": "Template not found"}]}
DOWN = {"status_code": 500, "errors": [{"error": "Exception", "message": "Internal server error"}]}
WRONG_KEY = {"status_code": 403, "errors": [{"error": "AuthError", "message": "Invalid token: signature, api token not found"}]}
TOO_MANY = {
    "status_code": 429,
    "errors": [{"error": "RateLimitError", "message": "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"}],
}


class RecordedNotify:
    """`answer`: what it answers instead of taking the text; `asked` are the requests, with path and body."""

    def __init__(self):
        self.answer, self.asked = None, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append((self.path, body))
                said = outer.answer or (NOT_A_MOBILE if re.match(r"\+44[^7]", body["phone_number"]) else _taken(body))
                payload = json.dumps(said).encode()
                self.send_response(said.get("status_code", 201))
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def _taken(body):
    return {
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": None, "scheduled_for": None,
        "content": {"body": body["personalisation"]["message"], "from_number": "GOVUK"},
        "template": {"id": body["template_id"], "uri": "https://api.notifications.service.gov.uk/…", "version": 1},
        "uri": "https://api.notifications.service.gov.uk/v2/notifications/740e5834-3a29-46b4-9a6f-16142fde533a",
    }  # fmt: skip


@pytest.fixture
def notify_server():
    server = RecordedNotify()
    yield server
    server.close()
