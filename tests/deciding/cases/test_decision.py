"""A reviewer's decision: what is typed, what follows from it, and what keeps it from being issued."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from precert.cases import decision, issuable
from precert.cases.decision import Decided, LineAsked
from precert.contracts.schema import Pack
from tests.deciding.cases.building import MS

CRITERIA = {"stay.S-1": "Needs a bed", "stay.S-2": "Is ill"}
STAY = LineAsked(
    "los", "los", "LOS", date(2026, 11, 18), date(2026, 12, 8), 21, None, None, True, CRITERIA
)
THERAPY = LineAsked(
    "k1",
    "procedure",
    "97110",
    date(2026, 11, 18),
    date(2026, 12, 8),
    21,
    Decimal(12),
    Decimal(2150),
    True,
    {},
)
PARTIAL = {"outcome": "partial", "reason": "partly-necessary", "rationale": "Fewer do."}
APPROVED = {"outcome": "approved", "reason": "meets-criteria"}


def read(
    typed: dict[str, Any], line: LineAsked = STAY, *, may_deny: bool = True, pack: Pack = MS
) -> tuple[Decided, list[tuple[str, str]]]:
    """The decision, and (code, field) of what is wrong with it."""
    values = {f"line/{line.key}/{name}": value for name, value in typed.items()}
    decided, findings = decision.read(values, [line], MS.inpatient)
    findings += issuable.problems(decided, [line], pack, pack.inpatient, may_deny)
    return decided[0], [(f.code, f.path.removeprefix(f"line/{line.key}/")) for f in findings]


@pytest.mark.req("REV-04")
@pytest.mark.parametrize("line", [STAY, THERAPY], ids=["stay", "procedure"])
@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ({"end": "2026-11-24"}, ("11-18", "11-24", 7)),
        ({"duration": "7"}, ("11-18", "11-24", 7)),
        ({"start": "2026-11-20"}, ("11-20", "12-08", 19)),
        ({"start": "2026-11-20", "duration": "5"}, ("11-20", "11-24", 5)),
        ({"start": "2026-11-20", "end": "2026-11-24", "duration": "5"}, ("11-20", "11-24", 5)),
    ],
)
def test_of_end_and_duration_the_one_not_typed_follows(
    line: LineAsked, typed: dict[str, str], span: tuple[str, str, int]
) -> None:
    one, wrong = read({**PARTIAL, **typed}, line)
    assert (f"{one.start:%m-%d}", f"{one.end:%m-%d}", one.duration) == span
    assert wrong == []


def test_where_the_last_day_does_not_count_it_is_a_day_less() -> None:
    assert (
        read({**PARTIAL, "end": "2026-11-24"}, replace(STAY, counts_last_day=False, duration=20))[
            0
        ].duration
        == 6
    )


@pytest.mark.req("REV-04")
def test_a_duration_that_does_not_fit_its_dates_is_refused_unless_it_was_asked_for_so() -> None:
    assert read({**PARTIAL, "end": "2026-11-24", "duration": "20"})[1] == [("duration", "duration")]
    assert read({**PARTIAL, "start": "2026-11-18", "end": "2026-12-08", "duration": "7"})[1] == [
        ("duration", "duration")
    ]
    odd = replace(STAY, duration=10)
    assert read(APPROVED, odd) == (read(APPROVED, odd)[0], [])
    assert read({**PARTIAL, "end": "2026-11-01"})[1] == [("dates", "end")]
    assert read({**PARTIAL, "duration": "0"})[1] == [("nothing", "duration")]


@pytest.mark.req("REV-04")
def test_in_part_with_nothing_reduced_leads_to_the_determination() -> None:
    assert read(PARTIAL)[1] == [("not-partial", "outcome")]


@pytest.mark.req("REV-03", "REV-04")
@pytest.mark.parametrize(
    "how", [APPROVED, PARTIAL | {"duration": "7"}, {"outcome": "denied", "reason": "not-necessary", "rationale": "No."}],
    ids=["approved", "partial", "denied"],
)  # fmt: skip
def test_each_criterion_that_is_not_met_needs_its_own_evidence(how: dict[str, Any]) -> None:
    unmet = {
        "criterion/stay.S-1": "unmet",
        "criterion/stay.S-2": "unmet",
        "evidence/stay.S-2": "Vital signs.",
        "other_criterion": "More",
    }
    found = [one for one in read({**how, **unmet})[1] if one[0] != "contradiction"]
    assert found == [("evidence", "evidence/stay.S-1"), ("evidence", "other_evidence")]


@pytest.mark.req("REV-04")
def test_evidence_that_would_be_lost_is_asked_about() -> None:
    lost = {"evidence/stay.S-1": "Stood up alone.", "other_evidence": "Notes of May."}
    assert read({**APPROVED, **lost})[1] == [
        ("unsettled", "criterion/stay.S-1"),
        ("unsettled", "other_criterion"),
    ]
    assert (
        read({**APPROVED, **lost, "criterion/stay.S-1": "met", "other_criterion": "Progress"})[1]
        == []
    )


@pytest.mark.req("REV-04", "COM-04")
def test_what_the_letter_can_not_show_is_named() -> None:
    unmet = {"criterion/stay.S-1": "unmet", "evidence/stay.S-1": "Walks 😀"}
    unmet["criterion/stay.S-2"] = "met"
    assert read({**PARTIAL, **unmet, "duration": "7", "rationale": "痛 – “pain”"})[1] == [
        ("unprintable", "rationale"),
        ("unprintable", "evidence/stay.S-1"),
    ]


@pytest.mark.req("REV-03")
def test_a_physicians_reason_is_for_physicians() -> None:
    physicians = {"outcome": "approved", "reason": "physician-approved"}
    assert read(physicians)[1] == []
    assert read(physicians, may_deny=False)[1] == [("physician-only", "reason")]


def marks(*each: str) -> dict[str, str]:
    """The criteria marked so, with evidence."""
    return {
        f"{name}/stay.S-{n}": value
        for n, mark in enumerate(each, 1)
        if mark
        for name, value in (("criterion", mark), ("evidence", "Notes."))
    }


NOT_COVERED = {"outcome": "denied", "reason": "not-covered", "rationale": "No benefit."}
NECESSITY = {"outcome": "denied", "reason": "not-necessary", "rationale": "No need."}
FEWER = PARTIAL | {"duration": "7"}
WRITTEN = APPROVED | {"rationale": "A colleague saw the patient."}
WARNED = [("contradiction", "outcome")]


@pytest.mark.req("REV-04")
@pytest.mark.parametrize(
    ("how", "each", "found"),
    [
        (APPROVED, ("unmet", "unmet"), [("contradiction", "rationale")]),
        (APPROVED, ("unmet", ""), [("contradiction", "rationale")]),
        (WRITTEN, ("unmet", "unmet"), WARNED),
        (APPROVED, ("unmet", "met"), []),
        (APPROVED, ("met", "met"), []),
        (APPROVED, (), []),
        (FEWER, ("unmet", "unmet"), []),
        (FEWER, ("unmet", "met"), []),
        (NOT_COVERED, ("met", "met"), WARNED),
        (NOT_COVERED, ("met", "unmet"), []),
        (NOT_COVERED, (), []),
        (NOT_COVERED | {"rationale": ""}, ("met", "met"), [("rationale", "rationale")]),
        (NECESSITY, ("met", "met"), [("criterion", "other_criterion")]),
        (NECESSITY, ("unmet", "unmet"), []),
    ],
)
def test_a_determination_against_its_criteria_is_warned_of_and_needs_its_reason_in_writing(
    how: dict[str, Any], each: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    assert read({**how, **marks(*each)})[1] == found


@pytest.mark.req("REV-04")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"quantity": "-5"}, ("nothing", "quantity")),
        ({"quantity": "0"}, ("nothing", "quantity")),
        ({"quantity": "12.01"}, ("more-than-asked", "quantity")),
        ({"duration": "-5"}, ("nothing", "duration")),
        ({"duration": "0"}, ("nothing", "duration")),
        ({"duration": "22"}, ("more-than-asked", "end")),  # which follows from it
        ({"rate": "-5"}, ("nothing", "rate")),
        ({"rate": "$0.00"}, ("nothing", "rate")),
        ({"rate": "2150.01"}, ("more-than-asked", "rate")),
    ],
)
@pytest.mark.parametrize("how", [APPROVED, PARTIAL], ids=["approved", "partial"])
def test_an_amount_is_above_zero_and_at_most_what_was_asked(
    how: dict[str, str], typed: dict[str, str], found: tuple[str, str]
) -> None:
    assert read({**how, **typed}, THERAPY)[1] == [found]


@pytest.mark.req("REV-04")
@pytest.mark.parametrize(
    ("allowed", "typed"),
    [
        ("quantity", {"quantity": "15"}),
        ("rate", {"rate": "2,150.01"}),
        ("duration", {"duration": "22", "end": "2026-12-09"}),
        ("duration", {"end": "2026-12-09"}),
    ],
)
def test_more_than_was_asked_is_approved_where_the_contract_allows_it(
    allowed: str, typed: dict[str, str]
) -> None:
    rule = MS.determination.model_copy(update={"more_than_requested": (allowed,)})
    pack = MS.model_copy(update={"determination": rule})
    assert read({**APPROVED, **typed}, THERAPY)[1] != []
    assert read({**APPROVED, **typed}, THERAPY, pack=pack)[1] == []


@pytest.mark.req("REV-04")
def test_an_amount_that_was_not_asked_for_counts_for_nothing() -> None:
    one, wrong = read({**APPROVED, "rate": "777777.77", "quantity": "no number"})
    assert (one.rate, one.quantity, wrong) == (None, None, [])


@pytest.mark.req("REV-03")
@pytest.mark.parametrize(
    ("ground", "reason", "denies", "found"),
    [
        ("medical-necessity", "not-necessary", ("administrative", "lack-of-information"), True),
        ("administrative", "beyond-look-back", ("administrative",), False),
        ("administrative", "not-covered", (), True),
        ("lack-of-information", "lack-of-information", ("lack-of-information",), False),
        ("lack-of-information", "lack-of-information", ("administrative",), True),
    ],
)
def test_the_contract_says_for_which_grounds_a_clinical_reviewer_denies(
    ground: str, reason: str, denies: tuple[str, ...], found: bool
) -> None:
    rule = MS.determination.model_copy(update={"reviewer_denies": denies})
    pack = MS.model_copy(update={"determination": rule})
    typed = {"outcome": "denied", "reason": reason, "rationale": "No.", **marks("unmet")}
    one, wrong = read(typed, may_deny=False, pack=pack)
    assert one.ground == ground
    assert wrong == ([("physician-only", "outcome")] if found else [])
    assert read(typed, pack=pack)[1] == []


@pytest.mark.req("REV-04")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"outcome": "denied", "rationale": "No."}, [("reason", "reason")]),
        ({"outcome": "denied", "reason": "partly-necessary", "rationale": "No."}, [("reason", "reason")]),
        (PARTIAL | {"duration": "some"}, [("unreadable", "duration")]),
        (PARTIAL | {"end": "2027-01-01"}, [("more-than-asked", "end")]),
    ],
)  # fmt: skip
def test_of_one_cause_one_finding(typed: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert read(typed, may_deny=False)[1] == found


@pytest.mark.req("REV-04")
def test_the_only_reason_of_an_outcome_goes_without_saying() -> None:
    one, wrong = read({"outcome": "partial", "rationale": "Fewer do.", "duration": "7"})
    assert (one.reason, one.ground, wrong) == ("partly-necessary", "medical-necessity", [])
