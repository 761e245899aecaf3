"""Tables of this room that never change, with the columns that are frozen."""

TABLES: dict[str, list[str]] = {
    "letters_letter": [
        "id",
        "case_id",
        "request_id",
        "issue_id",
        "template",
        "audience",
        "number",
        "file_name",
        "file_id",
        "created_at",
    ]
}
