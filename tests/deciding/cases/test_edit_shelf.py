"""The shelf of edits: a file dropped in is all it takes; severity and order of what is found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from precert.cases import edits as shelf_of_edits
from precert.cases.draft.outline import section_of
from precert.cases.edits import _run
from precert.cases.facts import Facts
from precert.kit import shelf
from tests.deciding.cases.building import (
    CO,
    MS,
    OUTPATIENT,
    PERSON,
    changed,
    covered,
    other,
    procedure,
)

NEW = '''
"""Is the request made on a lucky day?"""

from precert.cases.edits._base import Edit


class LuckyDay(Edit):
    """Nothing is asked on the 9th."""

    title = "Unlucky Day"
    severity = "information"

    def find(self, facts, pack):
        """One finding on the 9th."""
        return [self.finding(self.title, "request/type")] if facts.today.day == 9 else []
'''


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that belongs to the shelf; what is dropped in is found as if it were in the
    product's own.
    """
    monkeypatch.setattr(shelf_of_edits, "__path__", [*shelf_of_edits.__path__, str(tmp_path)])
    _run.edits.cache_clear()
    yield tmp_path
    _run.edits.cache_clear()


@pytest.mark.req("EDT-08")
def test_an_edit_is_added_by_one_file(drop: Path) -> None:
    before = _run.codes()
    (drop / "lucky_day.py").write_text(NEW)
    _run.edits.cache_clear()
    assert _run.codes() - before == {"lucky_day"}
    [finding] = _run.run(OUTPATIENT, CO)
    assert (finding.code, finding.text, finding.severity) == (
        "lucky_day",
        "Unlucky Day",
        "information",
    )
    stricter = changed(CO, rules__severity={"lucky_day": "error"})
    assert [f.severity for f in _run.run(OUTPATIENT, stricter)] == ["error"]
    assert _run.run(replace(OUTPATIENT, today=OUTPATIENT.today.replace(day=10)), CO) == []


def test_a_file_without_an_edit_is_refused_by_name(drop: Path) -> None:
    (drop / "nothing_here.py").write_text("x = 1\n")
    _run.edits.cache_clear()
    with pytest.raises(
        shelf.ShelfError, match=r"nothing_here should define one Edit, it defines 0"
    ):
        _run.edits()


def test_every_edit_has_a_title_and_the_code_of_its_file() -> None:
    files = {path.stem for path in Path(shelf_of_edits.__path__[0]).glob("[!_]*.py")}
    assert _run.codes() == files
    assert all(edit.title and edit.__doc__ for edit in _run.edits())


@pytest.mark.req("CON-07")
def test_the_contract_sets_the_severity_of_an_edit() -> None:
    nobody = replace(OUTPATIENT, consumer=replace(PERSON, coverage=()))
    assert [f.severity for f in _run.run(nobody, CO)] == ["error"]
    assert [
        f.severity
        for f in _run.run(nobody, changed(CO, rules__severity={"member_ineligible": "warning"}))
    ] == ["warning"]


@pytest.mark.req("CON-07")
@pytest.mark.parametrize("pack", [CO, MS])
def test_packs_name_only_edits_there_are(pack: object) -> None:
    assert set(pack.rules.severity) <= _run.codes()  # type: ignore[attr-defined]


def messy() -> Facts:
    """Something wrong in every section."""
    lines = (
        procedure("76700", start=None),
        procedure("97161", end="2026-06-01", key="k2", modifiers=("??",)),
    )
    return replace(
        OUTPATIENT, consumer=replace(PERSON, coverage=covered(("2020-01-01", "2020-12-31"))), place_of_service="99", diagnoses=(),
        request_type=None, urgency="expedited", lines=lines, others=(other(lines[1]),), documents=0,
    )  # fmt: skip


def test_errors_come_first_and_then_the_order_of_the_wizard() -> None:
    found = _run.run(messy(), changed(CO, rules__severity={"modifiers": "information"}))
    ranks = [_run.RANK[f.severity] for f in found]
    assert ranks == sorted(ranks)
    errors = [f.path for f in found if f.severity == "error"]
    steps = [s.step for path in errors if (s := section_of(path))]
    assert len(steps) == len(errors)
    assert steps == sorted(steps)
    assert errors[:5] == [
        "service/place",
        "diagnosis",
        "diagnosis",
        "request/type",
        "request/urgency_reason",
    ]
    lines = [path.split("/")[1] for path in errors[5:]]
    assert lines == sorted(lines)
    assert [f.path for f in found][-1] == "line/k2/modifier1"


def test_the_same_request_finds_the_same_things_each_time() -> None:
    assert _run.run(messy(), CO) == _run.run(messy(), CO)
    assert len(set(_run.run(messy(), CO))) == len(_run.run(messy(), CO))
