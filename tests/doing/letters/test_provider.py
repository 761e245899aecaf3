"""The letter to the provider."""

from datetime import datetime
from uuid import UUID

import pytest

from precert.cases.queries.review import as_issued, desk
from precert.jobs import worker
from precert.letters.facts import facts
from precert.letters.shelf import wanted
from tests import world as w
from tests.doing.letters.reading import letter, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
PARTIAL = {
    "line/k1/outcome": "partial", "line/k1/reason": "partly-necessary", "line/k1/quantity": "6", "line/k1/rationale": "Six do.",
}  # fmt: skip


@pytest.mark.req("COM-04", "STA-03")
def test_an_approval_names_case_authorization_person_and_what_is_approved(now: datetime) -> None:
    text = letter(w.build(now), now, "provider")
    for part in (
        "261600001", "A261600001", f"Carol {w.CANARY}", "CO1000001", "Denver Hospital", "1234567893", "97110",
        "June 15, 2026 to July 14, 2026", "Approved - Meets Criteria", "Grace Tester, nurse", "720-555-0142",
    ):  # fmt: skip
        assert part in text, part
    assert "If you disagree" not in text


@pytest.mark.req("COM-04")
@pytest.mark.req("STA-02", part="partial")
def test_an_approval_in_part_says_what_and_why_and_how_to_appeal(now: datetime) -> None:
    text = letter(w.build(now), now, "provider", PARTIAL)
    for part in ("Approved in part", "12 units", "6 units", "Six do.", "If you disagree"):
        assert part in text, part


@pytest.mark.req("COM-04")
@pytest.mark.req("STA-02", part="partial")
def test_a_lower_rate_is_seen_and_one_unit_is_one_unit(now: datetime) -> None:
    world = w.build(now)
    request = UUID(
        w.submitted(world, now, **{"line/k1/rate": "2150", "line/k1/quantity": "1"})["request"]
    )
    w.issue(request, world.grace, now, PARTIAL | {"line/k1/quantity": "1", "line/k1/rate": "1500"})
    worker.run_once(now)
    for audience in ("provider", "member"):
        text = words(audience)
        assert "1 unit at $2150.00" in text
        assert "1 unit at $1500.00" in text


@pytest.mark.req("COM-04", "REV-04")
def test_the_preview_says_what_the_letter_will_say(now: datetime) -> None:
    world = w.build(now)
    request = UUID(w.submitted(world, now, **{"line/k1/rate": "2150"})["request"])
    w.take(request, world.grace, now)
    version = w.decide(request, world.grace, now, PARTIAL | {"line/k1/rate": "1500"})

    def said(preview: bool) -> object:
        found = desk(world.grace, request)
        assert found
        shown = as_issued(found, world.grace.name) if preview else found.request
        assert shown
        return facts(found.case, shown, next(wanted(found.case.pinned, "partial")), now)

    before = said(preview=True)
    w.perform(w.IssueDetermination, w.to_issue(request, version), world.grace, now)
    assert before == said(preview=False)


@pytest.mark.req("COM-04")
def test_what_was_typed_is_text_and_never_markup(now: datetime) -> None:
    typed = '#panic("no") $x$ *bold* @ref <label> \\ `code` = Heading'
    text = letter(w.build(now), now, "provider", PARTIAL | {"line/k1/rationale": typed})
    assert " ".join(typed.split()) in text
