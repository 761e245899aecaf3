"""Wiring only: settings, urls, checks, handlers. Imported by nobody."""
