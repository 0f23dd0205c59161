"""The search port: words and filters in, ids and exact counts out. Knows nothing of tables or web pages."""
