"""Who did something is written the same way in every table: kind, id, name, and an account where
there is one.
"""

import re

from django.apps import apps

from tests.architecture.test_foreign_keys import room

SHAPE = {"kind", "id", "name", "account"}
BY = re.compile(r"(?P<who>(?:\w+_)?by)_(?P<part>\w+)")


def test_a_row_that_names_who_did_it_says_all_of_it() -> None:
    found: dict[str, set[str]] = {}
    for model in (m for m in apps.get_models() if room(m)):
        for field in model._meta.get_fields():
            if (part := BY.fullmatch(field.name)) and part["part"] in SHAPE:
                found.setdefault(f"{model._meta.db_table}.{part['who']}", set()).add(part["part"])
    assert {"cases_draft.modified_by", "cases_answers.by", "cases_answers.completed_by"} <= {*found}
    assert {where: parts for where, parts in found.items() if parts != SHAPE} == {}
