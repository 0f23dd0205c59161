"""Bringing records in from elsewhere: each row has an outcome, a re-run changes nothing, what was edited here is kept."""

from .account import ImportAccount, ImportRefused, RowLine
from .run import run_import
from .spreadsheets import import_spreadsheet, maps_that_come_along

__all__ = ["ImportAccount", "ImportRefused", "RowLine", "import_spreadsheet", "maps_that_come_along", "run_import"]
