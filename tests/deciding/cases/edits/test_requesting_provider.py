"""May this provider ask for this service?"""

from dataclasses import replace

import pytest

from precert.cases.edits.requesting_provider import RequestingProvider
from tests.deciding.cases.building import CO, INPATIENT, OUTPATIENT, provider


@pytest.mark.req("EDT-03")
def test_one_that_is_not_enrolled_is_refused_with_whom_to_call() -> None:
    [found] = RequestingProvider().find(
        replace(OUTPATIENT, providers=(provider("requesting", enrolled=False),)), CO
    )
    assert (found.path, CO.support.phone in found.text) == ("provider/requesting", True)


@pytest.mark.req("EDT-03", "CON-07")
def test_one_of_the_wrong_type_is_refused_with_who_may() -> None:
    [found] = RequestingProvider().find(
        replace(INPATIENT, providers=(provider("requesting", "laboratory"),)), CO
    )
    assert "may only be requested by: Acute Hospital, Clinic or Physician" in found.text


@pytest.mark.req("EDT-03")
def test_both_reasons_are_given() -> None:
    facts = replace(INPATIENT, providers=(provider("requesting", "laboratory", enrolled=False),))
    assert len(RequestingProvider().find(facts, CO)) == 2


def test_without_service_type_or_rule_the_type_is_not_judged() -> None:
    for service in (None, "111"):
        facts = replace(
            OUTPATIENT, service_type=service, providers=(provider("requesting", "laboratory"),)
        )
        assert RequestingProvider().find(facts, CO) == []
