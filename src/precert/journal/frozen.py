"""Tables of this room that never change."""

TABLES: dict[str, list[str]] = {"journal_entry": [], "journal_reading": []}
