"""Sheets: made from services, handed over in one of several ways, alive by their link for 90 days, and then gone."""

from hubdirectory.paper import Face, PaperAway
from hubdirectory.paper import is_there as makes_pdfs
from hubdirectory.paper import seems_there as seems_to_make_pdfs
from hubdirectory.paper import to_pdf as pdf

from .keeping import MadeLine, NoSuchSheet, clear_old, forget, handed, made_by, revoke
from .living import LinkOver, LivingPart, LivingSheet, by_link, helped, shut, undo
from .making import Made, make, services, start_of
from .sending import BadNumber, NotSent, Refused, Sent, can_text, send_mail, send_text

__all__ = [
    "BadNumber", "Face", "LinkOver", "LivingPart", "LivingSheet", "Made", "MadeLine", "NoSuchSheet", "NotSent", "PaperAway",
    "Refused", "Sent", "by_link", "can_text", "clear_old", "forget", "handed", "helped", "made_by", "make", "makes_pdfs", "pdf",
    "revoke", "seems_to_make_pdfs", "send_mail", "send_text", "services", "shut", "start_of", "undo",
]  # fmt: skip
