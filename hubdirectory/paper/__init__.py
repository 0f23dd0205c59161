"""Pages on paper: HTML in, tagged PDF out."""

from .pdf import Face, PaperAway, is_there, seems_there, to_pdf

__all__ = ["Face", "PaperAway", "is_there", "seems_there", "to_pdf"]
