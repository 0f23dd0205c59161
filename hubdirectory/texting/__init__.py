"""Text messages: how they leave. Numbers pass through and are kept nowhere."""

from .notify import Notify
from .port import NumberRefused, TextAway, Texter
from .recorded import Recorded


def texter_of(api_key: str, template_id: str, address: str) -> Texter | None:
    """By the settings: GOV.UK Notify where it has a key. None where nothing sends texts."""
    return Notify(api_key, template_id, address) if api_key else None


__all__ = ["Notify", "NumberRefused", "Recorded", "TextAway", "Texter", "texter_of"]
