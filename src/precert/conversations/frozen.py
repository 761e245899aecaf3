"""Tables of this room that never change (an empty list: no column ever)."""

TABLES: dict[str, list[str]] = {
    "conversations_thread": [],
    "conversations_message": [],
    "conversations_readmark": [],
}
