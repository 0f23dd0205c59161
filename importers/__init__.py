"""Readers: a source in; records and row problems out. They know no database and no web."""
