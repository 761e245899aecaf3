"""CO UM, inpatient: an operation and its stay are asked for; a physician approves fewer days."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from precert.kit import clock
from tests import world as w
from tests.browser.nurse import Nurse
from tests.browser.post import notices_to
from tests.browser.reviewer import Reviewer
from tests.browser.sign_in import Look, days, deliver, enter, paper

NAME = "co-inpatient"
RATIONALE = "Three nights are usual after this operation when the patient walks on the first day."


def requested(nurse: Nurse, folder: Path) -> str:
    """The wizard from Create Case to the Case ID: the stay is asked for by itself, the operation is
    added.
    """
    page = nurse.page
    nurse.create("Inpatient", "CO1000001", person="Consumer")
    nurse.go_on("Service Details")
    nurse.choose(
        place_of_service="Inpatient Hospital",
        service_type="363 - Inpatient Surgery",
        admission_source="Elective",
    )
    page.get_by_label("Admit Date").fill(days(10))
    nurse.look("5-service")
    nurse.go_on("Diagnoses")
    nurse.add_code("Add Diagnosis", "osteoarthritis knee", "M17.11")
    nurse.go_on("Requests")
    nurse.choose(request_type="Prior Auth")
    page.get_by_role("group", name="Urgency").get_by_text("Standard", exact=True).click()
    nurse.add_code("Add Procedure", "knee joint", "27447")
    page.get_by_label("Requested Start Date").fill(days(10))
    page.get_by_label("Requested End Date").fill(days(10))
    page.get_by_label("Requested Quantity").fill("1")
    nurse.unfold("Length of Stay")
    stay = page.get_by_role("group", name="Dates of Length of Stay")
    stay.get_by_label("Start Date").fill(days(10))
    stay.get_by_label("Duration").fill("5")
    stay.get_by_label("Duration").blur()
    expect(stay.get_by_label("End Date")).to_have_value(days(15))
    nurse.look("7-requests")
    nurse.go_on("Questionnaires")
    expect(page.get_by_text("No questionnaires needed.")).to_be_visible()
    nurse.look("8-questionnaires")
    nurse.go_on("Attachments")
    nurse.upload(paper(folder, "x-ray.pdf"), "Test Result")
    nurse.add_note("Walks with a crutch since spring.")
    nurse.go_on("Communications")
    nurse.go_on("Submit Case")
    return nurse.submit()


@pytest.mark.req("WIZ-01", "REV-03", "REV-04", "COM-04", "OPS-06")
@pytest.mark.req("WIZ-06", part="search")
def test_a_stay_from_request_to_fewer_days(
    new_page: Callable[..., Page], server: str, look: Look, tmp_path: Path
) -> None:
    w.build(clock.now())
    nurse = Nurse(new_page(), look, NAME)
    enter(nurse.page, "ben")
    expect(nurse.page.get_by_role("heading", level=1, name="Home")).to_be_visible()
    number = requested(nurse, tmp_path)

    grace = Reviewer(new_page(), look, f"{NAME}-nurse")
    enter(grace.page, "grace", look, staff=True)
    grace.take_next(number)
    grace.ask("Plan for discharge")
    nurse.answer(number, "Home with her daughter.", paper(tmp_path, "plan.pdf"), "Progress Note")
    grace.page.reload()
    grace.refer("Five nights seem too many.")

    paul = Reviewer(new_page(), look, f"{NAME}-physician")
    enter(paul.page, "paul", staff=True)
    paul.take_next(number)
    paul.decide("27447", "Approved", "Approved - Physician Review")
    part = "Approved in Part - Criteria Met for Fewer Days"
    paul.decide(
        "LOS",
        "Approved in part",
        part,
        Approved_duration="3",
        Approved_end_date=days(13),
        Rationale=RATIONALE,
    )
    paul.look("decided")
    paul.issue()
    expect(paul.page.get_by_role("heading", level=1, name=f"Case {number}")).to_be_visible()
    deliver()

    nurse.reopen()
    nurse.look("case-decided")
    assert RATIONALE in nurse.summary(number)
    letter = " ".join(nurse.letter("PA-UMPartial").split())
    assert number in letter
    assert RATIONALE in letter
    notices_to(
        "ben", number, "is being reviewed", "needs information from you", "has a determination"
    )
