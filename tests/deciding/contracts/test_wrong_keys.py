"""Each key of a pack left out, of the wrong type, or joined by one that doesn't exist: refused,
with file, path and reason.
"""

from datetime import date, time
from functools import lru_cache
from typing import Any

import pytest

from precert.contracts import pack_reader
from precert.contracts.pack_reader import from_data
from precert.contracts.problems import PackError, dotted
from tests.deciding.contracts.packs import (
    IDS,
    Loc,
    at,
    data,
    folder,
    problems,
    put,
    schema_at,
    walk,
)

PARSE = lru_cache(pack_reader.parse_questionnaire)
WRONG: dict[type, Any] = {
    str: 7,
    int: "seven",
    bool: "yes",
    list: "none",
    dict: 3,
    date: 5,
    time: 5,
}


@pytest.fixture(autouse=True)
def each_questionnaire_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_reader, "parse_questionnaire", PARSE)


def refused(name: str, tree: dict[str, Any]) -> dict[str, str]:
    """Reason by path."""
    with pytest.raises(PackError) as caught:
        from_data(folder(name), tree)
    assert {problem.file for problem in caught.value.problems} == {f"{name}/contract.toml"}
    return {problem.path: problem.reason for problem in caught.value.problems}


@pytest.mark.parametrize("name", IDS)
def test_a_required_key_that_is_missing_is_named(name: str) -> None:
    seen = 0
    for loc, _ in list(walk(data(name))):
        if loc and isinstance(loc[-1], str) and loc[-1] in schema_at(loc[:-1]).get("required", ()):
            tree = data(name)
            del at(tree, loc[:-1])[loc[-1]]
            assert refused(name, tree).get(dotted(loc)) == "is missing", dotted(loc)
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("name", IDS)
def test_a_value_of_the_wrong_type_is_named(name: str) -> None:
    seen = 0
    for loc, value in list(walk(data(name))):
        if loc:
            tree = data(name)
            put(tree, loc, WRONG[type(value)])
            found = refused(name, tree)
            assert dotted(loc) in found, f"{dotted(loc)}: {found}"
            assert "should be" in found[dotted(loc)], dotted(loc)
            seen += 1
    assert seen > 200


@pytest.mark.parametrize("name", IDS)
def test_a_key_that_does_not_exist_is_named_in_every_table(name: str) -> None:
    seen = 0
    for loc, value in list(walk(data(name))):
        if isinstance(value, dict) and "properties" in schema_at(loc):
            tree = data(name)
            at(tree, loc)["no_such_key"] = 1
            path = dotted((*loc, "no_such_key"))
            assert "is not a key of this table" in refused(name, tree).get(path, ""), path
            seen += 1
    assert seen > 40


@pytest.mark.parametrize("name", IDS)
def test_an_optional_key_can_be_left_out_or_says_why_not(name: str) -> None:
    for loc, _ in list(walk(data(name))):
        if (
            loc
            and isinstance(loc[-1], str)
            and "properties" in (table := schema_at(loc[:-1]))
            and loc[-1] not in table.get("required", ())
        ):
            tree = data(name)
            del at(tree, loc[:-1])[loc[-1]]
            try:
                from_data(folder(name), tree)
            except PackError as error:
                assert all(problem.path and problem.reason for problem in error.problems)  # noqa: PT017


@pytest.mark.parametrize(
    ("table", "typed", "meant"),
    [
        ("session", "idle_minuts", "idle_minutes"),
        ("outpatient", "service_type", "service_types"),
        ("uploads", "max_byte", "max_bytes"),
        ("actions.peer-to-peer", "offered_time", "offered_times"),
        ("questionnaires[0]", "service_typs", "service_types"),
        ("external_appeal", "adress", "address"),
    ],
)
def test_a_misspelt_key_suggests_the_near_one(table: str, typed: str, meant: str) -> None:
    steps: dict[str, Loc] = {
        "actions.peer-to-peer": ("actions", "peer-to-peer"),
        "questionnaires[0]": ("questionnaires", 0),
    }
    found = problems("ms-state-um", lambda tree: put(tree, (*steps.get(table, (table,)), typed), 1))
    assert (f"{table}.{typed}", f"is not a key of this table; did you mean '{meant}'?") in [
        (one.path, one.reason) for one in found
    ]


def test_all_problems_are_listed_at_once() -> None:
    def spoil(tree: dict[str, Any]) -> None:
        tree["colour"] = "red"
        tree["time_zone"] = "America/Dever"
        tree["session"]["nonuse_days"] = "thirty"
        tree["rules"]["servicing_types"]["999"] = ["clinic"]
        tree["terms"]["file"] = "gone.md"

    found = {problem.path: problem.reason for problem in problems("co-um", spoil)}
    assert found == {
        "colour": "is not a key of this table",
        "time_zone": "'America/Dever' is not an IANA time zone",
        "session.nonuse_days": "should be a whole number",
        "rules.servicing_types.999": "'999' is not one of the service types",
        "terms.file": "gone.md: there is no such file",
    }


@pytest.mark.parametrize("name", IDS)
def test_the_shipped_packs_are_sound(name: str) -> None:
    assert from_data(folder(name), data(name)).pack.id == name
