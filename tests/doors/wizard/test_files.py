"""Files: several at once, those refused with their reason, sent twice, taken off again."""

import io
from uuid import uuid4

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from precert.cases.models import Attachment
from tests import world as worlds
from tests.deciding.documents.samples import add_page

JSON = {"Accept": "application/json"}


def pdf(password=""):
    out = io.BytesIO()
    with pikepdf.new() as document:
        add_page(document)
        document.save(
            out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False
        )
    return out.getvalue()


def sheet():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


GOOD = pdf()


def named(name="order.pdf", content=GOOD):
    return SimpleUploadedFile(name, content)


def send(desk, *files, kind="physician-order", headers=JSON, **more):
    return desk.client.post(
        f"/drafts/{desk.draft}/files",
        {"document_type": kind, "file": list(files)} | more,
        headers=headers,
    )


@pytest.mark.req("WIZ-09", part="dialog")
def test_the_dialog_says_what_is_allowed_and_asks_for_the_type(desk, text):
    page = text(desk.get("attachments"))
    for said in (
        "Request: R01",
        "Document Type *",
        "Physician Order",
        ".xlsx or .xps",
        "Each 4 MB or less.",
        "Stored files are encrypted",
        "password",
    ):
        assert said in page


@pytest.mark.req("WIZ-09")
def test_a_file_is_stored_listed_and_taken_off(desk, text):
    answer = send(desk, named())
    assert answer.status_code == 201
    assert "order.pdf" in answer.json()["fragments"]["files"]
    page = desk.get("attachments")
    assert "R01 order.pdf" in text(page)
    assert "Physician Order 06/09/2026 09:00" in text(page)
    row = Attachment.objects.get()
    assert f"/documents/{row.pk}" in page.content.decode()
    for _ in range(2):
        assert desk.post(f"files/{row.pk}/remove").status_code == 302
    assert "No documents yet." in text(desk.get("attachments"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("virus.exe", b"MZ\x90\x00", "Files ending in .exe"),
        ("order.pdf", b"", "This file is empty."),
        ("order.pdf", b"this is no pdf", "the content is plain text"),
        ("order.pdf", sheet(), "the content is an Excel workbook"),
        ("noextension", GOOD, "It must end in .doc, .docx,"),
        ("big.pdf", GOOD + b"\n" * 4_200_000, "4 MB or less"),
        ("locked.pdf", pdf("secret"), "password-protected"),
        (".pdf", GOOD, "no extension"),
        ("a" * 300 + ".exe", GOOD, "Files ending in .exe"),
    ],
    ids=[
        "type",
        "empty",
        "content",
        "other content",
        "no extension",
        "size",
        "password",
        "name",
        "long name",
    ],
)
@pytest.mark.req("WIZ-09", part="refusals")
def test_a_file_that_cant_be_taken_is_refused_with_the_reason(desk, name, content, says):
    answer = send(desk, named(name, content))
    assert answer.status_code == 422
    assert says in answer.json()["message"]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "ordre médical — 1.pdf",
        "a" * 240 + ".pdf",
        "<b>x</b>.pdf",
        "../../etc/passwd.pdf",
        "שלום.pdf",
        "a\nb.pdf",
    ],
)
def test_odd_names_are_cleaned_and_never_break_a_page(desk, name):
    assert send(desk, named(name)).status_code == 201
    page = desk.get("attachments")
    assert page.status_code == 200
    assert b"<b>x</b>" not in page.content


def test_without_script_the_good_ones_go_through_and_the_others_are_listed(desk, text):
    page = send(desk, named("one.pdf"), named("bad.exe", b"MZ"), named("two.pdf"), headers={})
    assert page.status_code == 422
    assert "bad.exe: " in text(page)
    assert "R01 one.pdf" in text(page)
    assert "R01 two.pdf" in text(page)
    assert send(desk, named("three.pdf"), headers={}).status_code == 302


@pytest.mark.parametrize("kind", ["", "nonsense", "x" * 5000])
def test_a_file_without_a_type_is_not_stored(desk, kind):
    answer = send(desk, named(), kind=kind)
    assert answer.status_code == 422
    assert answer.json()["message"] == "Choose a document type."


def test_a_post_without_a_file_says_so(desk):
    assert send(desk).status_code == 422
    assert send(desk, headers={}).status_code == 422


def test_a_file_sent_again_under_its_key_is_there_once(desk):
    for _ in range(2):
        assert send(desk, named(), key="same").status_code == 201
    assert Attachment.objects.count() == 1


def test_what_is_submitted_gone_or_foreign_takes_no_file(filled, world, now):
    mallory = worlds.signed_in(world, "mallory", "mallory")
    foreign = mallory.post(
        f"/drafts/{filled.draft}/files", {"file": named(), "document_type": "other"}, headers=JSON
    )
    missing = mallory.post(
        f"/drafts/{uuid4()}/files", {"file": named(), "document_type": "other"}, headers=JSON
    )
    assert foreign.status_code == missing.status_code == 410
    assert foreign.content == missing.content
    worlds.submit(filled.draft, world.ada, now)
    assert send(filled, named()).status_code == 409
    assert send(filled, named(), headers={}).status_code == 302


def test_an_attachment_of_another_request_stays(desk, at, text):
    other = at(category="inpatient")
    send(other, named())
    desk.post(f"files/{Attachment.objects.get().pk}/remove")
    assert Attachment.objects.get().removed_at is None
