"""Tables of this room that never change."""

TABLES: dict[str, list[str]] = {"contracts_contractversion": []}
