"""The form that every front door has."""

from __future__ import annotations

from flask_wtf import FlaskForm


class ButtonForm(FlaskForm):
    """A form of a button alone: its token, which says that it came from our own page, and nothing else."""
