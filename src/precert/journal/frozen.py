"""Tables of this room that never change. A row's `seal` does, once: it says which seal lists the
row, and nothing rests on it.
"""

ENTRY = (
    "id", "at", "verb", "actor_kind", "actor_id", "actor_name", "context_provider", "subject_kind", "subject_id", "case_id", "data",
    "correlation", "address",
)  # fmt: skip
READING = (
    "id", "at", "actor_kind", "actor_id", "context_provider", "page", "subject_kind", "subject_ids", "address", "correlation",
)  # fmt: skip

TABLES: dict[str, list[str]] = {
    "journal_entry": list(ENTRY),
    "journal_reading": list(READING),
    "journal_seal": [],
}
