"""Tables of this room that never change (an empty list: no column ever)."""

TABLES: dict[str, list[str]] = {
    "cases_case": [],
    "cases_request": [],
    "cases_content": [],
    "cases_diagnosis": [],
    "cases_line": [],
    "cases_party": [],
    "cases_issue": [],
    "cases_determination": [],
    "cases_informationrequest": [],
    "cases_informationanswer": [],
    "cases_note": [],
    "cases_attachment": [
        "id",
        "request_id",
        "file_id",
        "document_type",
        "about_kind",
        "about_id",
        "received_at",
        "by_kind",
        "by_id",
        "by_name",
        "by_account_id",
    ],
}
