"""The board: a day at the hubs, seen whole and changed in two taps; who is told, and the day as a sheet."""

from .adding import Added, NoSuchPlace, NothingSaid, add
from .copying import Copyable, copy, copyable
from .duty import DutyLine, WrongDuty, add_duty, clear_duties, on_duty, remove_duty
from .listening import (
    Asked,
    NoSuchListener,
    ask_to_be_told,
    clear_unconfirmed,
    confirm_listening,
    listening_to,
    stop_listening,
)
from .reading import Board, Card, Column, board, card, hubs_of, services_at_hubs, set_rooms, stamp
from .sheets import HubSheet, send_sheets, sheets, sheets_due
from .telling import Told, tell, who_would_be_told

__all__ = [
    "Added", "Asked", "Board", "Card", "Column", "Copyable", "DutyLine", "HubSheet", "NoSuchListener", "NoSuchPlace",
    "NothingSaid", "Told", "WrongDuty", "add", "add_duty", "ask_to_be_told", "board", "card", "clear_duties",
    "clear_unconfirmed", "confirm_listening", "copy", "copyable", "hubs_of", "listening_to", "on_duty", "remove_duty",
    "send_sheets", "services_at_hubs", "set_rooms", "sheets", "sheets_due", "stamp", "stop_listening", "tell",
    "who_would_be_told",
]  # fmt: skip
