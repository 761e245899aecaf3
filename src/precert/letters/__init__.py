"""Determination letters: their facts, catalog, issue and files."""
