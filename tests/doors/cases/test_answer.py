import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import (
    Attachment,
    Enclosure,
    InformationAnswer,
    InformationRequest,
    RequestState,
)
from precert.conduct.perform import perform
from precert.documents import store
from precert.documents.models import StoredFile
from precert.jobs import worker
from precert.web import uploads
from tests import world as w
from tests.deciding.documents.samples import pdf
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(world, now):
    """Grace has asked about Ada's request; the address of the answer's page."""
    made = w.submitted(world, now)
    request = UUID(made["request"])
    w.take(request, world.grace, now)
    perform(
        RequestInformation, RequestInformationInput(request, ("Plan of care",)), world.grace, now
    )
    return f"/cases/{made['case']}/requests/1/answer_information"


@pytest.fixture
def ada(world):
    return w.signed_in(world, "ada", "denver")


def file(name="plan.pdf", content=None):
    return SimpleUploadedFile(
        name, pdf() if content is None else content, content_type="application/pdf"
    )


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page.content.decode())


def first_type(page):
    return page.context["form"].document_types[0][0]


def begun(page, **typed):
    """The form of the page with what is typed into it."""
    names = ("key", "information_request", "kept")
    return {name: hidden(page, name) for name in names} | typed


@pytest.mark.req("ACT-11", part="answer")
def test_note_and_documents_are_looked_at_and_sent_once(ada, question, world):
    page = ada.get(question)
    assert "Plan of care" in page.content.decode()
    typed = begun(
        page,
        note="See <plan> & notes",
        document_type=first_type(page),
        files=[file(), file("b.pdf")],
    )
    look = ada.post(question, typed | {"step": "look"})
    assert look.status_code == 200
    assert "Send answer?" in look.content.decode()
    assert "You cannot change it after you send it." in look.content.decode()
    assert not InformationAnswer.objects.exists()
    send = begun(look, step="send", note="See <plan> & notes", kept=hidden(look, "kept") * 2)
    case = question.split("/requests")[0]
    for _ in range(2):
        assert ada.post(question, send).headers["Location"] == case
    assert InformationAnswer.objects.get().note == "See <plan> & notes"
    assert Attachment.objects.count() == 2
    assert RequestState.objects.get().holder == "review-organisation"
    shown = ada.get(case).content.decode()
    assert "See &lt;plan&gt; &amp; notes" in shown
    assert shown.count("plan.pdf") >= 2  # under Documents and with the answer
    assert "Answered 06/09/2026" in shown
    assert "Answered 06/09/2026 09:00 MDT by Ada Tester." in ada.get(question).content.decode()
    assert not Enclosure.objects.exists()


@pytest.mark.req("ACT-11", part="answer")
def test_a_refused_file_stands_beside_the_others_and_nothing_typed_is_lost(ada, question):
    page = ada.get(question)
    typed = begun(page, note="My words", document_type=first_type(page), step="look")
    answer = ada.post(
        question, typed | {"files": [file(), file("tool.exe", b"MZ"), file("empty.pdf", b"")]}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Send answer?" not in text
    assert "My words" in text
    assert [one.name for one in answer.context["form"].refused] == ["tool.exe", "empty.pdf"]
    kept = hidden(answer, "kept")
    assert len(kept) == 1
    again = ada.post(question, {**typed, "kept": kept})
    assert "Send answer?" in again.content.decode()
    assert StoredFile.objects.count() == 1


def test_files_need_a_type_and_an_answer_needs_something(ada, question):
    page = ada.get(question)
    added = ada.post(question, begun(page, step="add", files=[file()]))
    assert "Choose a document type for these files" in added.content.decode()
    empty = ada.post(question, begun(page, step="look", note="  "))
    assert re.search(
        'id="f-note-error"[^>]*>Enter a note or add a document', empty.content.decode()
    )
    assert not StoredFile.objects.exists()


def test_a_file_of_somebody_else_is_not_taken(ada, question, world):
    ben = w.signed_in(world, "ben", "denver")
    page = ben.get(question)
    given = begun(page, document_type=first_type(page), step="add", files=[file()])
    kept = hidden(ben.post(question, given), "kept")
    assert len(kept) == 1
    page = ada.get(question)
    look = ada.post(question, begun(page, step="look", note="n", kept=[*kept, "forged"]))
    assert hidden(look, "kept") == []
    sent = ada.post(question, begun(page, step="send", note="n", kept=kept))
    assert "no longer" in sent.content.decode()
    assert "plan.pdf" not in sent.content.decode()
    assert not InformationAnswer.objects.exists()


def test_chosen_files_are_there_at_the_next_visit_and_can_be_taken_away(ada, question):
    page = ada.get(question)
    ada.post(question, begun(page, document_type=first_type(page), step="add", files=[file()]))
    back = ada.get(question)
    [token] = hidden(back, "kept")
    gone = ada.post(question, begun(back, note="My words", remove=token.split()[0]))
    assert hidden(gone, "kept") == []
    assert "My words" in gone.content.decode()


def test_a_script_sends_each_file_by_itself_and_is_given_the_list(ada, question):
    page = ada.get(question)
    given = {"step": "file", "document_type": first_type(page)}
    answer = ada.post(question, given | {"files": file()}, headers={"Accept": "application/json"})
    assert answer.status_code == 201
    assert "plan.pdf" in answer.json()["fragments"]["enclosed"]
    refused = ada.post(question, given | {"files": file("tool.exe", b"MZ")})
    assert refused.status_code == 422
    assert ".exe" in refused.json()["message"]


def test_a_script_that_sends_no_file_is_told_so(ada, question):
    answer = ada.post(question, {"step": "file"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["message"]) == (422, uploads.NO_FILE)


def test_a_file_named_with_two_types_is_attached_once(ada, question):
    page = ada.get(question)
    added = ada.post(
        question, begun(page, document_type=first_type(page), step="add", files=[file()])
    )
    [token] = hidden(added, "kept")
    other = added.context["form"].document_types[1][0]
    twice = [token, f"{token.split()[0].upper()} {other}"]
    assert ada.post(question, begun(added, step="send", note="n", kept=twice)).status_code == 302
    assert Attachment.objects.get().document_type == other


def test_a_chosen_file_that_is_gone_is_named_and_not_left_out_in_silence(ada, question):
    gone = "00000000-0000-4000-8000-000000000000 plan-of-care"
    sent = ada.post(question, begun(ada.get(question), step="send", note="n", kept=[gone]))
    assert sent.status_code == 422
    assert "A file that is no longer available" in sent.content.decode()
    assert not InformationAnswer.objects.exists()


def test_a_file_whose_first_answer_was_lost_is_uploaded_once(ada, question):
    page = ada.get(question)
    given = {"step": "file", "document_type": first_type(page), "key": "of this file"}
    json = {"Accept": "application/json"}
    for _ in range(2):  # Try again
        answer = ada.post(question, given | {"files": file()}, headers=json)
        assert answer.status_code == 201
        assert answer.json()["message"].startswith("Uploaded as")
        assert answer.json()["fragments"]["enclosed"].count('name="kept"') == 1
    retyped = {"document_type": page.context["form"].document_types[1][0]}
    assert ada.post(question, given | retyped | {"files": file()}, headers=json).status_code == 201
    other = ada.post(question, given | {"key": "of another", "files": file()}, headers=json)
    assert (other.status_code, other.json()["message"]) == (422, uploads.DUPLICATE)
    assert Enclosure.objects.count() == StoredFile.objects.count() == 1


def bytes_left(folders):
    return len([one for one in (folders / "documents").rglob("*") if one.is_file()])


def test_what_was_chosen_and_never_sent_is_dropped_with_its_file(ada, question, now, folders):
    page = ada.get(question)
    typed = begun(page, document_type=first_type(page), step="add")
    added = ada.post(question, typed | {"files": [file(), file("sent.pdf", pdf() + b"\n%")]})
    waiting, sent = hidden(added, "kept")
    assert bytes_left(folders) == 2
    ada.post(question, begun(added, step="send", note="n", kept=[sent]))
    assert Attachment.objects.get().file.name == "sent.pdf"
    worker.tick(now + timedelta(days=29))
    assert bytes_left(folders) == 2
    worker.tick(now + timedelta(days=32))
    assert not Enclosure.objects.exists()
    assert bytes_left(folders) == 1
    assert store.content(Attachment.objects.get().file)
    gone = StoredFile.objects.get(name="plan.pdf")
    assert store.find(gone.pk) is None
    assert waiting.startswith(str(gone.pk))


def test_an_answer_after_somebody_elses_says_so_and_keeps_the_words(ada, question, world):
    page, ben = ada.get(question), w.signed_in(world, "ben", "denver")
    bens = begun(ben.get(question), step="send", note="Ben's")
    assert ben.post(question, bens).status_code == 302
    late = ada.post(question, begun(page, step="send", note="Ada's words"))
    assert late.status_code == 409
    assert "Answered 06/09/2026 09:00 MDT by Ben Tester." in late.content.decode()
    assert "Ada&#x27;s words" in late.content.decode()


def test_an_answer_to_an_earlier_question_is_refused(ada, question, world, now):
    page, ben = ada.get(question), w.signed_in(world, "ben", "denver")
    ben.post(question, begun(ben.get(question), step="send", note="Ben's"))
    request = InformationRequest.objects.get().request_id
    perform(RequestInformation, RequestInformationInput(request, ("More",)), world.grace, now)
    late = ada.post(question, begun(page, step="send", note="Ada's words"))
    assert late.status_code == 409
    assert "This request for information is closed" in late.content.decode()
    assert "Ada&#x27;s words" in late.content.decode()


@pytest.mark.parametrize(
    ("who", "provider", "status"), [("mallory", "mallory", 404), ("grace", None, 403)]
)
def test_others_do_not_answer(world, question, who, provider, status):
    visitor = w.signed_in(world, who, provider)
    assert visitor.get(question).status_code == status
    assert visitor.post(question, {"step": "send", "key": "k", "note": "x"}).status_code == status
    assert not InformationAnswer.objects.exists()


@pytest.mark.req("ACT-11", part="answer")
@pytest.mark.req("STA-05", part="timeline")
def test_a_question_that_the_determination_overtook_is_asked_no_more(ada, question, world, now):
    case = question.partition("/requests/")[0]
    request = InformationRequest.objects.get().request_id
    version = w.decide(request, world.grace, now, w.APPROVE)
    perform(w.IssueDetermination, w.to_issue(request, version), world.grace, now)
    page = ada.get(question)
    why = "This information is no longer needed. The determination was issued 06/09/2026 09:00 MDT."
    assert why in text(page)
    assert "<textarea" not in page.content.decode()
    shown = text(ada.get(case))
    assert f"Answer request for information: {why}" in shown
    assert "No longer needed since 06/09/2026 09:00 MDT" in shown
    assert "Answered" not in shown
    assert question not in ada.get(case).content.decode()
    assert "No longer needed R01 Review organization" in text(ada.get(f"{case}/summary"))
    assert "No longer needed since" in text(w.signed_in(world, "grace").get(f"/review/{request}"))
