"""Coverage on every day that is asked for."""

from dataclasses import replace

import pytest

from precert.cases.edits.member_ineligible import MemberIneligible
from precert.cases.facts import Facts
from tests.deciding.cases.building import CO, OUTPATIENT, PERSON, changed, covered, procedure


def with_coverage(*spans: tuple[str, str | None]) -> Facts:
    return replace(OUTPATIENT, consumer=replace(PERSON, coverage=covered(*spans)))


@pytest.mark.req("EDT-04")
def test_a_gap_is_named_and_leads_to_the_line_that_has_it() -> None:
    [found] = MemberIneligible().find(
        with_coverage(("2026-01-01", "2026-06-20"), ("2026-06-25", None)), CO
    )
    assert (found.path, "06/21/2026 to 06/24/2026" in found.text) == ("line/k1/start", True)


@pytest.mark.req("EDT-04")
def test_spans_that_follow_each_other_cover() -> None:
    assert (
        MemberIneligible().find(
            with_coverage(("2026-06-25", None), ("2026-01-01", "2026-06-24")), CO
        )
        == []
    )


@pytest.mark.req("EDT-04")
def test_many_gaps_are_not_all_named() -> None:
    days = [(f"2026-06-{day:02d}", f"2026-06-{day:02d}") for day in range(15, 30, 2)]
    [found] = MemberIneligible().find(with_coverage(*days), CO)
    assert found.text.count("/2026") == 3
    assert "…" in found.text


def test_a_temporary_person_and_a_request_without_dates_are_not_checked() -> None:
    nobody = with_coverage()
    assert (
        MemberIneligible().find(
            replace(nobody, consumer=replace(nobody.consumer, temporary=True)), CO
        )
        == []
    )
    assert (
        MemberIneligible().find(replace(nobody, lines=(procedure(start=None, end=None),)), CO) == []
    )


@pytest.mark.req("CON-07")
def test_a_contract_may_do_without_the_rule() -> None:
    assert (
        MemberIneligible().find(with_coverage(), changed(CO, rules__eligibility={"applies": False}))
        == []
    )
