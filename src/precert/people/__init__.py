"""Accounts, provider groups, memberships, factors; the one permission table."""
