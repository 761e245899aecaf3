"""The table of ways between statuses has those of the domain and no others."""

import itertools

import pytest

from precert.cases.statuses import (
    ACTIVE_REVIEW,
    COMPLETED,
    LABELS,
    NOBODY,
    PROVIDER,
    REVIEWER,
    SUBMITTED,
    TABLE,
    UNSUBMITTED,
    IllegalStepError,
    can,
    case_status,
    step,
)

WAYS = {
    ("submit", UNSUBMITTED): (SUBMITTED, REVIEWER),
    ("take", SUBMITTED): (ACTIVE_REVIEW, None),
    ("take", ACTIVE_REVIEW): (ACTIVE_REVIEW, None),
    ("reassign", SUBMITTED): (ACTIVE_REVIEW, None),
    ("reassign", ACTIVE_REVIEW): (ACTIVE_REVIEW, None),
    ("release", ACTIVE_REVIEW): (SUBMITTED, None),
    ("refer_to_physician", ACTIVE_REVIEW): (None, None),
    ("request_information", ACTIVE_REVIEW): (None, PROVIDER),
    ("answer_information", SUBMITTED): (None, REVIEWER),
    ("answer_information", ACTIVE_REVIEW): (None, REVIEWER),
    ("miss_information", SUBMITTED): (None, REVIEWER),
    ("miss_information", ACTIVE_REVIEW): (None, REVIEWER),
    ("deny_unanswered", SUBMITTED): (COMPLETED, NOBODY),
    ("deny_unanswered", ACTIVE_REVIEW): (COMPLETED, NOBODY),
    ("save_decision", ACTIVE_REVIEW): (None, None),
    ("issue_determination", ACTIVE_REVIEW): (COMPLETED, NOBODY),
}


@pytest.mark.req("STA-01", part="transitions")
@pytest.mark.parametrize(
    ("verb", "status"), list(itertools.product([*TABLE, "submit_again"], LABELS))
)
def test_only_the_ways_of_the_domain_exist(verb: str, status: str) -> None:
    assert can(verb, status) is ((verb, status) in WAYS)
    if (verb, status) in WAYS:
        found = step(verb, status)
        assert (found.target, found.holder) == WAYS[verb, status]
    else:
        with pytest.raises(IllegalStepError, match=verb):
            step(verb, status)


@pytest.mark.req("STA-01", part="transitions")
def test_a_provider_can_not_change_what_is_submitted_and_nothing_leaves_completed_by_itself() -> (
    None
):
    assert {verb for verb in TABLE if can(verb, COMPLETED)} == set()
    assert {verb for verb in TABLE if can(verb, UNSUBMITTED)} == {"submit"}
    assert {verb for verb in TABLE if can(verb, SUBMITTED)} == {
        "take",
        "reassign",
        "answer_information",
        "miss_information",
        "deny_unanswered",
    }


@pytest.mark.parametrize(
    ("requests", "status"),
    [
        ([], UNSUBMITTED),
        ([COMPLETED], COMPLETED),
        ([COMPLETED, SUBMITTED], SUBMITTED),
        ([ACTIVE_REVIEW, COMPLETED], ACTIVE_REVIEW),
        ([SUBMITTED, ACTIVE_REVIEW, COMPLETED], SUBMITTED),
    ],
)
@pytest.mark.req("STA-01", part="case status")
def test_a_case_is_as_far_as_its_least_advanced_request(requests: list[str], status: str) -> None:
    assert case_status(requests) == status
