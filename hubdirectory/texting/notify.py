"""By GOV.UK Notify, through its own client.

The template there holds nothing but `((message))`: the words, in the reader's language, are ours.
"""

from __future__ import annotations

import logging

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from .port import NumberRefused, TextAway

# A page waits for it, with somebody in front of it.
SECONDS = 10
# The client logs what Notify answers, which may repeat what was sent.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
logging.getLogger("notifications_python_client.base").setLevel(logging.CRITICAL)


class Notify:
    """`api_key` as Notify gives it: a name and two UUIDs; `address` of its API, another one for tests."""

    def __init__(self, api_key: str, template_id: str, address: str) -> None:
        self.api_key, self.template_id, self.address = api_key, template_id, address

    def send(self, number: str, words: str) -> None:
        # One client for each: it is not safe between threads.
        client = NotificationsAPIClient(self.api_key, base_url=self.address, timeout=SECONDS)
        try:
            client.send_sms_notification(number, self.template_id, personalisation={"message": words})
        except APIError as error:
            # `from None`: the original holds the request, and with it the number.
            raise _problem(error) from None


def _problem(error: APIError) -> TextAway | NumberRefused:
    status = error.status_code
    if status == 400 and any("phone_number" in problem or "number" in problem.lower() for problem in _messages(error)):
        return NumberRefused("Notify takes no texts for this number.")
    return TextAway(f"Notify answered {status}.")


def _messages(error: APIError) -> list[str]:
    said = error.message
    return [str(one.get("message", "")) for one in said] if isinstance(said, list) else [str(said)]
