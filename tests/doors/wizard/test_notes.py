"""Notes: from any step, of any length, said once, never lost."""

import pytest

from precert.cases.models import Note

JSON = {"Accept": "application/json"}


def add(desk, text, *, kind="external", headers=None, **more):
    data = {"type": kind, "text": text, "step": "service"} | more
    return desk.client.post(f"/drafts/{desk.draft}/notes", data, headers=headers or {})


@pytest.mark.req("WIZ-10")
def test_a_note_is_added_at_a_step_and_counted_on_every_other(desk, text):
    assert "Add a Note" in text(desk.get("service"))
    answer = add(desk, "Walks 50 feet.")
    assert answer.headers["Location"] == f"/drafts/{desk.draft}/service#notes-button"
    assert "View Notes (1)" in text(desk.get("providers"))
    assert "Walks 50 feet." in text(desk.get("requests"))
    assert Note.objects.get().step == "service"


@pytest.mark.req("WIZ-10")
def test_a_very_long_note_is_kept_whole_and_doesnt_weigh_on_other_steps(desk):
    long = "".join(f"Line {n} & more.\n" for n in range(6500))[:100_000]
    assert add(desk, long, headers=JSON).status_code == 200
    assert Note.objects.get().text.replace("\r\n", "\n").strip() == long.strip()
    assert len(desk.get("service").content) < 100_000
    assert len(desk.get("communications").content) > 100_000


@pytest.mark.parametrize(
    ("kind", "words"), [("external", "  \n "), ("internal", "secret"), ("nonsense", "x"), ("", "x")]
)
def test_a_note_that_cant_be_taken_stays_on_the_page(desk, kind, words, text):
    answer = add(desk, words + "Kept?" if words.strip() else words, kind=kind)
    assert answer.status_code == 422
    if words.strip():
        assert "Kept?" in answer.content.decode()
    assert add(desk, words, kind=kind, headers=JSON).json()["message"]
    assert not Note.objects.exists()
    back = desk.client.get(
        f"/drafts/{desk.draft}/notes", follow=True
    )  # the address of the refusal, opened again
    assert back.status_code == 200


def test_sent_twice_it_is_there_once(desk):
    for _ in range(2):
        assert add(desk, "Once.", key="k", headers=JSON).json()["location"]
    assert Note.objects.count() == 1


def test_a_note_may_hold_anything(desk):
    assert add(desk, "<script>alert(1)</script> \x00 שלום 🩺").status_code == 302
    page = desk.get("communications").content.decode()
    assert "<script>alert" not in page
    assert "🩺" in page


def test_only_external_notes_are_offered_and_shown(desk, text):
    page = text(desk.get("communications"))
    assert "Note type: External" in page
    assert "Internal" not in page


def test_without_a_session_a_script_is_told_and_keeps_the_text(desk):
    desk.client.logout()
    answer = add(desk, "Precious", headers=JSON)
    assert answer.status_code == 401
    assert answer.json()["signed_out"]
