"""What people of an organisation do: claim it, bring in colleagues, keep its records, pictures and figures."""
