"""The manager's desk: what waits, every record, bulk verbs, words, and how to take a deed back."""
