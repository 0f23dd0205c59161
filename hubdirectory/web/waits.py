"""What a page says to somebody who has to wait before the next try."""

from __future__ import annotations

from flask_babel import ngettext


def wait_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext("Wait %(num)s minute, then press the button again",
                    "Wait %(num)s minutes, then press the button again", minutes)  # fmt: skip
