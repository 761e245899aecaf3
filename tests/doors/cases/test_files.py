from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.conduct.perform import perform
from precert.documents import store
from precert.documents.rules import UploadRules
from precert.journal.delivery import deliver
from precert.journal.models import Reading
from tests import world as w

RULES = UploadRules(1_000_000, False, ("rtf",))
RTF = b"{\\rtf1\\ansi Plan of care\\par}"


def document_type(world, now):
    from precert.contracts import queries

    return queries.current(w.CO).pack.outpatient.document_types[0].code


@pytest.fixture
def attached(world, now, monkeypatch):
    """A submitted request with one document: case, request, attachment."""
    draft = w.draft(world, now)
    stored = store.store(
        "Plan “ä”.rtf", "text/html", RTF, RULES, now, f"person:{world.accounts['ada']}"
    )
    answer = perform(
        AttachDocument,
        AttachDocumentInput(draft, stored.pk, document_type(world, now)),
        world.ada,
        now,
    ).answer
    w.fill(world, draft, w.OUTPATIENT, world.ada, now)
    made = w.submit(draft, world.ada, now)
    return made["case"], UUID(made["request"]), answer["attachment"]


@pytest.mark.django_db
@pytest.mark.req("COM-03", part="download")
@pytest.mark.req("WIZ-11", part="submit")
def test_a_document_is_downloaded_by_who_may_see_the_case_and_logged(world, attached):
    for who, provider in (("ada", "denver"), ("ben", "denver"), ("grace", None)):
        answer = w.signed_in(world, who, provider).get(f"/documents/{attached[2]}")
        assert answer.status_code == 200, who
        assert answer.content == RTF
        assert answer.headers["Content-Type"] == "application/rtf"
        assert answer.headers["Content-Disposition"].startswith(
            "attachment; filename*=utf-8''Plan%20"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert (
            answer.headers["Content-Security-Policy"]
            == "default-src 'none'; sandbox; frame-ancestors 'none'"
        )
        assert answer.headers["Cache-Control"] == "no-store"
    assert Reading.objects.filter(subject_kind="document", subject_ids=[attached[2]]).count() == 3


@pytest.mark.django_db
def test_a_foreign_document_and_a_missing_one_are_the_same_bytes(world, attached):
    mallory = w.signed_in(world, "mallory", "mallory")
    foreign, missing = (
        mallory.get(f"/documents/{attached[2]}"),
        mallory.get(f"/documents/{uuid4()}"),
    )
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert not Reading.objects.filter(subject_kind="document").exists()


@pytest.mark.django_db
def test_a_drafts_document_is_its_editors_alone(world, now):
    draft = w.draft(world, now)
    stored = store.store("a.rtf", "", RTF, RULES, now, f"person:{world.accounts['ada']}")
    added = perform(
        AttachDocument,
        AttachDocumentInput(draft, stored.pk, document_type(world, now)),
        world.ada,
        now,
    ).answer["attachment"]
    assert w.signed_in(world, "ben", "denver").get(f"/documents/{added}").status_code == 200
    for who, provider in (("rosa", "dme"), ("mallory", "mallory"), ("grace", None)):
        assert w.signed_in(world, who, provider).get(f"/documents/{added}").status_code == 404, who


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_damaged_file_gets_a_clear_page(world, attached, settings, harm):
    for blob in (p for p in settings.DOCUMENT_FOLDER.rglob("*") if p.is_file()):
        if harm == "gone":
            blob.unlink()
        else:
            blob.write_bytes(blob.read_bytes()[:-3] + b"xyz")
    answer = w.signed_in(world, "ada", "denver").get(f"/documents/{attached[2]}")
    assert answer.status_code == 503
    assert "This file cannot be opened" in answer.content.decode()
    assert RTF not in answer.content


@pytest.mark.req("COM-04")
@pytest.mark.req("STA-07", part="letters")
def test_letters_are_announced_then_listed_and_opened_in_the_browser(db, now):
    world = w.build(now)
    made = w.submitted(world, now)
    w.issue(UUID(made["request"]), world.grace, now)
    ada = w.signed_in(world, "ada", "denver")
    assert "being made" in ada.get(f"/cases/{made['case']}").content.decode()
    while deliver(now + timedelta(minutes=1)):
        pass
    page = ada.get(f"/cases/{made['case']}")
    letters = [one for one in page.context["letters"] if getattr(one, "url", "")]
    assert "being made" not in page.content.decode()
    assert len(letters) >= 1
    assert letters[0].name in ada.get(f"/cases/{made['case']}/summary").content.decode()
    answer = ada.get(letters[0].url)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{letters[0].name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    mallory = w.signed_in(world, "mallory", "mallory")
    assert mallory.get(letters[0].url).content == mallory.get(f"/letters/{uuid4()}").content
    assert (
        letters[0].name
        in ada.get(f"/consumers/{w.reference(ada, world.consumers['carol'])}").content.decode()
    )
