"""Nothing typed is lost: autosave against a slow, a broken and a contradicting server."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

STATE = "[data-saved-state]"
SAVE = "**/gallery/save"


@pytest.fixture(autouse=True)
def on_the_gallery(page) -> None:
    page.goto("/gallery")


@pytest.fixture
def sent(page) -> list[Any]:
    found: list[Any] = []

    def note(request) -> None:
        if request.url.endswith("/gallery/save"):
            found.append(request)

    page.on("request", note)
    return found


def asked_on_leaving(page: Page) -> list[str]:
    """The kinds of question that the page asks before it is left; it stays."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    return asked


def note_field(page: Page):
    return page.locator("[data-path='service.note']")


def test_what_is_typed_is_saved_within_two_seconds_with_the_value_seen(page, sent):
    note_field(page).press("End")
    note_field(page).press_sequentially(" and more", delay=10)
    expect(page.locator(STATE)).to_have_text("Saved 10:42", timeout=2000)
    assert len(sent) == 1
    assert json.loads(sent[0].post_data) == {
        "changes": {"service.note": ["As it was", "As it was and more"]}
    }
    assert sent[0].headers["x-precert-background"] == "1"
    assert sent[0].headers["x-csrftoken"]


def test_leaving_a_field_saves_at_once_and_typing_back_sends_nothing(page, sent):
    note_field(page).fill("Changed")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_have_text("Saved 10:42", timeout=700)
    assert json.loads(sent[0].post_data)["changes"] == {"service.note": ["As it was", "Changed"]}
    note_field(page).press_sequentially("x")
    note_field(page).press("Backspace")
    page.wait_for_timeout(1200)
    assert len(sent) == 1


def test_values_keep_their_kinds(page, sent):
    page.get_by_label("Number").fill("7")
    page.get_by_label("Number").press("Tab")
    page.get_by_text("Third choice").last.click()
    page.get_by_text("Urgent").click()
    page.locator("#f-service-level").get_by_text("Second choice").click()
    page.get_by_label("Choice", exact=True).select_option("")
    expect(page.locator(STATE)).to_have_text("Saved 10:42")
    page.wait_for_timeout(500)
    changes: dict[str, Any] = {}
    for request in sent:
        changes |= json.loads(request.post_data)["changes"]
    assert changes == {
        "service.units": [3, 7],
        "service.days": [["a"], ["a", "c"]],
        "service.urgent": [True, False],
        "service.level": ["a", "b"],
        "service.kind": ["b", None],
    }


def test_one_request_at_a_time_and_edits_meanwhile_follow_together(page, sent):
    under_way: list[Route] = []

    def hold(route: Route) -> None:
        under_way.append(route)

    page.route(SAVE, hold)
    note_field(page).fill("One")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_have_text("Saving…")
    note_field(page).fill("Two")
    page.get_by_label("Number").fill("9")
    page.get_by_label("Number").press("Tab")
    page.wait_for_timeout(1200)
    assert len(sent) == 1
    under_way[0].continue_()
    page.unroute(SAVE)
    expect(page.locator(STATE)).to_have_text("Saved 10:42")
    page.wait_for_timeout(300)
    assert len(sent) == 2
    assert json.loads(sent[1].post_data)["changes"] == {
        "service.note": ["One", "Two"],
        "service.units": [3, 9],
    }


def test_a_lost_line_is_retried_and_leaving_is_asked_about(page, sent):
    page.route(SAVE, lambda route: route.abort())
    note_field(page).fill("Precious")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_have_text("Not saved: retrying")
    assert asked_on_leaving(page) == ["beforeunload"]
    page.unroute(SAVE)
    expect(page.locator(STATE)).to_have_text("Saved 10:42")
    assert json.loads(sent[-1].post_data)["changes"] == {"service.note": ["As it was", "Precious"]}


def test_a_link_waits_for_the_save(page, sent):
    note_field(page).fill("On the way out")
    page.get_by_role("link", name="Lines").or_(page.locator("a[href='?sort=name']")).first.click()
    page.wait_for_url("**/gallery?sort=name")
    assert json.loads(sent[0].post_data)["changes"]["service.note"][1] == "On the way out"


@pytest.mark.parametrize(
    ("button", "left"), [("Use mine", "theirs, still"), ("Use theirs", "Their words")]
)
def test_a_conflict_shows_both_values_and_is_settled_by_a_button(page, sent, button, left, axe):
    note_field(page).fill("theirs")
    note_field(page).press("Tab")
    box = page.get_by_role("group", name="Grace Example changed this field too")
    expect(box).to_contain_text("Their words")
    expect(page.locator(STATE)).to_contain_text("Not saved")
    axe(page)
    note_field(page).press("End")
    note_field(page).press_sequentially(", still")
    expect(box).to_contain_text("Yours: theirs, still")
    page.get_by_label("Number").fill("7")
    with page.expect_request_finished(lambda request: request.url.endswith("/gallery/save")):
        page.get_by_label("Number").press("Tab")
    assert [list(json.loads(one.post_data)["changes"]) for one in sent] == [
        ["service.note"],
        ["service.units"],
    ], "nothing without a choice"
    if button == "Use mine":
        page.route(
            SAVE,
            lambda route: route.fulfill(
                json={"saved_at": "10:43", "values": {"service.note": "theirs, still"}}
            ),
        )
    box.get_by_role("button", name=button).click()
    expect(box).to_be_hidden()
    expect(note_field(page)).to_have_value(left)
    if button == "Use mine":
        expect(page.locator(STATE)).to_have_text("Saved 10:43")
        assert json.loads(sent[-1].post_data)["changes"] == {
            "service.note": ["Their words", "theirs, still"]
        }
    else:
        expect(page.locator(STATE)).to_have_text("Saved 10:42")


def test_a_colleagues_other_field_is_taken_over(page):
    page.route(
        SAVE,
        lambda route: route.fulfill(
            json={"saved_at": "10:43", "values": {"service.note": "Mine", "service.units": 12}}
        ),
    )
    note_field(page).fill("Mine")
    note_field(page).press("Tab")
    expect(page.get_by_label("Number")).to_have_value("12")


def test_findings_stand_at_the_field_and_go_away(page):
    note_field(page).fill("bad")
    note_field(page).press("Tab")
    error = page.locator("#f-service-note-error")
    expect(error).to_have_text("This can't be so: say what to do.")
    expect(note_field(page)).to_have_attribute("aria-invalid", "true")
    note_field(page).fill("good")
    note_field(page).press("Tab")
    expect(error).to_be_hidden()


def test_after_submission_it_says_so_and_stops(page, sent):
    note_field(page).fill("gone")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_contain_text("This request was submitted by Grace Example.")
    expect(note_field(page)).to_have_value("gone")
    expect(note_field(page)).not_to_be_editable()
    expect(page.get_by_label("Choice", exact=True)).to_be_disabled()
    assert len(sent) == 1


def test_what_the_server_forbids_is_not_tried_again(page, sent):
    page.route(
        SAVE,
        lambda route: route.fulfill(
            status=403, json={"message": "Your role does not allow: Save."}
        ),
    )
    note_field(page).fill("Mine")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_contain_text("Your role does not allow: Save.")
    expect(note_field(page)).not_to_be_editable()
    page.wait_for_timeout(1200)
    assert len(sent) == 1


def test_what_the_server_refused_stays_until_other_words_are_typed(page, sent):
    said = {
        "saved_at": "10:43",
        "refused": ["service.note"],
        "findings": {"service.note": "Use fewer words."},
    }
    page.route(
        SAVE,
        lambda route: route.fulfill(
            json=said
            | ({"values": {"service.units": 7}} if "units" in route.request.post_data else {})
        ),
    )
    note_field(page).fill("Far too many words")
    note_field(page).press("Tab")
    error = page.locator("#f-service-note-error")
    expect(error).to_have_text("Use fewer words.")
    page.get_by_label("Number").fill("7")
    page.get_by_label("Number").press("Tab")
    expect(page.locator(STATE)).to_have_text("Not saved: see the marked fields")
    expect(note_field(page)).to_have_value("Far too many words")
    assert asked_on_leaving(page) == ["beforeunload"]
    page.unroute(SAVE)
    note_field(page).fill("Fewer")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_have_text("Saved 10:42")
    expect(error).to_be_hidden()
    assert json.loads(sent[-1].post_data)["changes"] == {"service.note": ["As it was", "Fewer"]}


def test_signed_out_keeps_what_was_typed_until_signed_in_again(page):
    page.route(SAVE, lambda route: route.fulfill(status=401, json={"signed_out": True}))
    note_field(page).fill("Kept")
    note_field(page).press("Tab")
    expect(page.locator(STATE)).to_contain_text("you are signed out")
    page.unroute(SAVE)
    expect(page.locator(STATE)).to_have_text("Saved 10:42")
    expect(note_field(page)).to_have_value("Kept")


def test_fragments_of_an_answer_replace_by_id(page):
    page.route(
        SAVE,
        lambda route: route.fulfill(
            json={"saved_at": "10:43", "fragments": {"polled": "<div id='polled'>2 missing</div>"}}
        ),
    )
    note_field(page).fill("x")
    note_field(page).press("Tab")
    expect(page.locator("#polled")).to_have_text("2 missing")
