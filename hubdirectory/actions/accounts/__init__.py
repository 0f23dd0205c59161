"""Accounts: signing in by link, password and passkey, the second step, sessions, and looking after one's own account."""
