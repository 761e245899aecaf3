"""MS State UM, inpatient: rehabilitation after a stroke, approved by a physician."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from precert.kit import clock
from tests import world as w
from tests.browser.nurse import Nurse
from tests.browser.post import notices_to
from tests.browser.questionnaire import Questionnaire
from tests.browser.reviewer import Reviewer
from tests.browser.sign_in import Look, days, deliver, enter, paper

NAME = "ms-inpatient"


def answered(tab: Page, look: Look) -> None:
    """The questionnaire on rehabilitation."""
    form = Questionnaire(tab, "Inpatient Rehabilitation")
    form.choose("Which impairment", "Stroke")
    form.write("When did it begin", days(-9))
    form.pick("Is the member medically stable", "Yes")
    look(tab, f"{NAME}-8-questionnaire")
    form.next("Function before and now")
    form.pick("How did the member manage", "Without help or aids")
    form.pick("How much help is needed now", "The member does about half of the work")
    form.write("How many feet", "20")
    form.next("Program and discharge")
    form.pick("Which therapies are needed?", "Physical therapy", "Speech-language therapy")
    form.write("How many hours of therapy", "3")
    form.pick("Does a rehabilitation physician", "Yes")
    form.write("Which measurable gains", "Walks 150 feet and eats without help in 14 days.")
    form.pick("Where is the member expected to live", "At home with help from family or services")
    form.complete(look, NAME)


def requested(nurse: Nurse, look: Look, folder: Path) -> str:
    """The wizard from Create Case to the Case ID; the urgency follows from the admission source."""
    page = nurse.page
    nurse.create("Inpatient", "MS1000001", person="Member")
    nurse.go_on("Service Details")
    nurse.choose(
        place_of_service="Inpatient Rehab Center",
        service_type="Inpatient Rehab",
        admission_source="Emergency",
    )
    page.get_by_label("Admit Date").fill(days(0))
    nurse.go_on("Diagnoses")
    nurse.add_code("Add Diagnosis", "I63.9", "I63.9")
    nurse.go_on("Requests")
    nurse.choose(request_type="Prior Auth")
    expect(page.get_by_role("group", name="Urgency")).to_have_count(0)
    nurse.unfold("Length of Stay")
    stay = page.get_by_role("group", name="Dates of Length of Stay")
    stay.get_by_label("Start Date").fill(days(0))
    stay.get_by_label("Duration").fill("14")
    stay.get_by_label("Duration").blur()
    expect(stay.get_by_label("End Date")).to_have_value(days(13))
    nurse.look("7-requests")
    nurse.go_on("Questionnaires")
    answered(nurse.questionnaire("Inpatient Rehabilitation"), look)
    nurse.go_on("Attachments")
    nurse.upload(paper(folder, "screening.pdf"), "Medical Record")
    nurse.add_note("The family learns to help.")
    nurse.go_on("Communications")
    nurse.go_on("Submit Case")
    return nurse.submit()


@pytest.mark.req("WIZ-01", "WIZ-07", "REV-03", "COM-04", "OPS-06")
def test_rehabilitation_from_request_to_approval(
    new_page: Callable[..., Page], server: str, look: Look, tmp_path: Path
) -> None:
    w.build(clock.now())
    nurse = Nurse(new_page(), look, NAME)
    enter(nurse.page, "jill")
    number = requested(nurse, look, tmp_path)

    grace = Reviewer(new_page(), look, f"{NAME}-nurse")
    enter(grace.page, "grace", staff=True)
    grace.take_next(number)
    grace.ask("Therapy notes of the last three days")
    expect(grace.page.get_by_text("Paused").first).to_be_visible()
    nurse.answer(
        number, "Takes part in three hours a day.", paper(tmp_path, "therapy.pdf"), "Progress Note"
    )
    grace.page.reload()
    grace.refer("Is 20 feet on day nine enough to expect progress?")

    paul = Reviewer(new_page(), look, f"{NAME}-physician")
    enter(paul.page, "paul", staff=True)
    paul.take_next(number)
    paul.decide("LOS", "Approved", "Approved - Physician Review")
    paul.issue()
    expect(paul.page.get_by_role("heading", level=1, name=f"Case {number}")).to_be_visible()
    deliver()

    nurse.reopen()
    nurse.look("case-decided")
    assert "Approved" in nurse.summary(number)
    assert number in nurse.letter("PA-UMApproval")
    notices_to(
        "jill", number, "is being reviewed", "needs information from you", "has a determination"
    )
