"""Words people use -> needs; crisis words. Nothing that is typed leaves this room, and nothing of it is kept."""

from hubdirectory.understanding.port import Phrases, Understanding, Understood

__all__ = ["Phrases", "Understanding", "Understood"]
