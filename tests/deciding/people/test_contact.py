"""Contact information: how it is kept and what is wrong with it."""

import pytest

from precert.people import contact


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("fax", "(303) 555-0100", "3035550100"), ("phone", "+1 303.555.0100", "3035550100"), ("fax", "555-0100", "555-0100"),
        ("state", " co ", "CO"), ("first_name", "  Ann   Mary ", "Ann Mary"), ("email", " ada@example.org ", "ada@example.org"),
    ],
)  # fmt: skip
def test_what_was_typed_is_kept_in_one_form(name: str, typed: str, kept: str) -> None:
    assert contact.tidy(name, typed) == kept


@pytest.mark.req("ACC-03", "ORG-03")
def test_all_that_is_missing_is_said_at_once() -> None:
    assert sorted(contact.problems({})) == ["email", "fax", "first_name", "last_name"]
    full = {"first_name": "A", "last_name": "B", "email": "a@example.org", "fax": "3035550100"}
    assert contact.problems(full) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "ada"), ("email", "ada@"), ("email", "a b@example.org"), ("email", "ada@example"),
        ("email", "ada@example.org\nBcc: x@y.zz"),
        ("fax", "555-0100"), ("fax", "1035550100"), ("phone", "٣٠٣٥٥٥٠١٠٠"), ("state", "COL"),
        ("state", "XX"), ("postal_code", "802"), ("extension", "x1"),
        ("first_name", "a\x00b"), ("city", "x" * 81), ("first_name", "a\ud800"),
        ("first_name", "\u202eada"), ("last_name", "a\u200bda"), ("address1", "a\u00adb"), ("city", "a\ue000"),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_refused(name: str, value: str) -> None:
    assert contact.problem(name, value)


@pytest.mark.parametrize(("typed", "right"), [("ada", True), ("ada@example.org", True), ("a.da-1_x", True), ("ad", False), ("a da", False),
                                              ("", False), ("x" * 81, False), ("<ada>", False), ("Ada", True), ("ada+1@example.org", True),
                                              ("ádám", False), ("ada\u200b", False), ("\u202eada", False), ("ad\u00ada", False),
                                              ("аda", False), ("zoe😀", False), ("a;b,c", False), ("ada+1", False)])  # fmt: skip
def test_usernames(typed: str, right: bool) -> None:
    assert (contact.username_problem(typed) == "") is right
