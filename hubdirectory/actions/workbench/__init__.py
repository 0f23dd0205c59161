"""The workbench: searches that led nowhere, what is missing here, and needs that services' texts speak of."""
