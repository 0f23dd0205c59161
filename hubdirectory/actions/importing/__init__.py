"""Bringing records in from elsewhere: each row has an outcome, a re-run changes nothing, what was edited here is kept."""

from .account import ImportAccount, ImportRefused, RowLine
from .networks import import_networks
from .run import run_import
from .spreadsheets import import_spreadsheet, maps_that_come_along
from .statistics import import_areas
from .surgeries import import_surgeries

__all__ = [
    "ImportAccount", "ImportRefused", "RowLine", "import_areas", "import_networks", "import_spreadsheet",
    "import_surgeries", "maps_that_come_along", "run_import",
]  # fmt: skip
