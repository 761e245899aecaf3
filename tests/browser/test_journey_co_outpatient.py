"""CO UM, outpatient: an MRI is asked for, doubted by a nurse, denied by a physician."""

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

NAME = "co-outpatient"
RATIONALE = "Neither a warning sign nor six weeks of treatment is documented."
EVIDENCE = "Office note: two weeks of exercise."


def answered(tab: Page, look: Look) -> None:
    """The imaging questionnaire."""
    form = Questionnaire(tab, "Advanced Imaging")
    form.pick("Which study is requested?", "MRI")
    form.pick("How will contrast be used?", "Without contrast")
    form.choose("Which part of the body", "Spine")
    form.pick("What is the main reason", "Pain or loss of function that has not improved")
    look(tab, f"{NAME}-8-questionnaire")
    form.next("History and earlier work-up")
    form.write("When did the current symptoms", days(-30))
    form.pick("Which warning signs are present?", "None of these")
    form.pick("Was the problem treated", "Yes")
    form.write("For how many weeks?", "2")
    form.pick("Has this region been imaged", "No")
    form.next("Safety of the study")
    form.pick("Does the member have a pacemaker", "No")
    form.next("Before you finish")
    form.write(
        "How will the result change treatment?",
        "It decides between surgery and going on with exercise.",
    )
    form.complete(look, NAME)


def requested(nurse: Nurse, look: Look, folder: Path) -> str:
    """The wizard from Create Case to the Case ID."""
    page = nurse.page
    nurse.create("Outpatient", "CO1000001", person="Consumer")
    nurse.add_attending("Jane Smith MD")
    nurse.look("4-providers")
    nurse.go_on("Service Details")
    nurse.choose(
        place_of_service="On-Campus Outpatient Hospital", service_type="117b - Imaging Studies"
    )
    nurse.look("5-service")
    nurse.go_on("Diagnoses")
    nurse.add_code("Add Diagnosis", "low back pain", "M54.50", look="6-type-ahead")
    nurse.look("6-diagnoses")
    nurse.go_on("Requests")
    nurse.choose(request_type="Prior Auth")
    page.get_by_role("group", name="Urgency").get_by_text("Standard", exact=True).click()
    nurse.add_code("Add Procedure", "72148", "72148")
    page.get_by_label("Requested Start Date").fill(days(7))
    page.get_by_label("Requested Duration").fill("30")
    page.get_by_label("Requested Duration").blur()
    expect(page.get_by_label("Requested End Date")).to_have_value(days(36))
    nurse.look("7-requests")
    page.get_by_role("link", name="Jump to Submit").click()
    nurse.refused("Requested Quantity")
    page.get_by_label("Requested Quantity").fill("1")
    nurse.go_on("Questionnaires")
    nurse.look("8-questionnaires")
    answered(nurse.questionnaire("Advanced Imaging"), look)
    nurse.go_on("Attachments")
    nurse.upload(paper(folder, "office-note.pdf"), "Medical Record")
    nurse.look("9-attachments")
    nurse.add_note("Patient walks 50 feet with a cane.")
    nurse.go_on("Communications")
    nurse.look("10-communications")
    nurse.go_on("Submit Case")
    return nurse.submit()


@pytest.mark.req("WIZ-01", "WIZ-05", "WIZ-07", "REV-03", "COM-04", "OPS-06")
@pytest.mark.req("COM-06", part="status")
def test_an_mri_from_request_to_denial(
    new_page: Callable[..., Page], server: str, look: Look, tmp_path: Path
) -> None:
    world = w.build(clock.now())
    w.fill(
        world,
        w.draft(world, world.now, who="ben"),
        {"service/type": "111", "request/type": "prior-auth"},
        world.actor("ben", "denver"),
        world.now,
    )
    nurse = Nurse(new_page(), look, NAME)
    enter(nurse.page, "ada", look)
    nurse.act_for("Denver Hospital")
    nurse.look("home")
    number = requested(nurse, look, tmp_path)

    grace = Reviewer(new_page(), look, f"{NAME}-nurse")
    enter(grace.page, "grace", staff=True)
    grace.take_next(number)
    grace.ask("Notes of physical therapy", "Earlier X-ray")
    nurse.answer(
        number,
        "Two weeks of exercise at home; no X-ray was taken.",
        paper(tmp_path, "therapy.pdf"),
        "Medical Record",
    )

    grace.page.reload()
    grace.decide("72148", "Denied", "Denied - Does Not Meet Criteria", Rationale=RATIONALE)
    grace.issue()
    expect(grace.page.get_by_text("only a physician can deny").first).to_be_visible()
    grace.look("refused")
    grace.refer("The nurse may not deny this.")

    paul = Reviewer(new_page(), look, f"{NAME}-physician")
    enter(paul.page, "paul", staff=True)
    paul.take_next(number)
    expect(paul.page.get_by_text("therapy.pdf")).to_be_visible()
    paul.unmet("72148", "Six weeks of treatment", EVIDENCE)
    paul.decide("72148", "Denied", "Denied - Does Not Meet Criteria", Rationale=RATIONALE)
    paul.look("decided")
    paul.issue()
    expect(paul.page.get_by_role("heading", level=1, name=f"Case {number}")).to_be_visible()
    deliver()

    nurse.reopen()
    nurse.look("case-decided")
    expect(nurse.page.get_by_text("Denied").first).to_be_visible()
    said = nurse.summary(number)
    assert RATIONALE in said
    letter = nurse.letter("PA-UMDenial")
    assert number in letter
    assert RATIONALE in " ".join(letter.split())
    notices_to(
        "ada", number, "is being reviewed", "needs information from you", "has a determination"
    )
