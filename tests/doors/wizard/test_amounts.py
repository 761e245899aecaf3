"""Large requests stay usable, and what a page asks the database doesn't grow with them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.models import Diagnosis, Draft, Line
from precert.codes.models import Code
from precert.conduct.perform import perform
from precert.documents import store
from precert.documents.rules import UploadRules
from tests import world as worlds
from tests.doors.wizard.test_files import GOOD


def codes(system, n):
    return list(
        Code.objects.filter(system=system, billable=True)
        .order_by("key")
        .values_list("code", flat=True)[:n]
    )


def crowd(world, now, desk, *, diagnoses, procedures):
    values = {
        f"diagnosis/icd10cm/{code}": n for n, code in enumerate(codes("icd10cm", diagnoses), 1)
    }
    for n in range(procedures):
        day = f"2026-{7 + n // 28:02d}-{1 + n % 28:02d}"
        key = f"line/k{n}"
        values |= {
            f"{key}/kind": "procedure",
            f"{key}/system": "cpt",
            f"{key}/code": "97110",
            f"{key}/position": n + 1,
        }
        values |= {
            f"{key}/start": day,
            f"{key}/end": day,
            f"{key}/duration": "1",
            f"{key}/quantity": "1",
            f"{key}/frequency": "weekly-1",
        }
    worlds.fill(world, desk.draft, worlds.OUTPATIENT | values, world.ada, now)


def queries(desk, step):
    desk.get(step)  # warm
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(step).status_code == 200
    return len(seen)


STEPS = [
    "providers",
    "service",
    "diagnoses",
    "requests",
    "questionnaires",
    "attachments",
    "communications",
    "submit",
]


def test_queries_dont_grow_with_the_lines(at, world, now):
    small, large = at(), at(consumer="lena")
    crowd(world, now, small, diagnoses=1, procedures=1)
    crowd(world, now, large, diagnoses=50, procedures=50)
    assert {step: queries(small, step) for step in STEPS} == {
        step: queries(large, step) for step in STEPS
    }


def test_queries_dont_grow_with_files_and_notes(at, world, now):
    small, large = at(), at(consumer="lena")
    for desk, n in ((small, 1), (large, 60)):
        for number in range(n):
            files(world, now, desk, number)
    assert queries(small, "attachments") == queries(large, "attachments")
    assert large.get("attachments").content.count(b".pdf</a>") == 60


def files(world, now, desk, number):
    by = f"person:{world.accounts['ada']}"
    stored = store.store(
        f"page-{number}.pdf",
        "application/pdf",
        GOOD,
        UploadRules(4_000_000, False, ("pdf",)),
        now,
        by,
    )
    perform(AttachDocument, AttachDocumentInput(desk.draft, stored.pk, "other"), world.ada, now)


@pytest.mark.req("WIZ-07", part="many")
@pytest.mark.req("WIZ-06", part="many")
def test_two_hundred_diagnoses_and_a_hundred_procedures(desk, world, now, text):
    crowd(world, now, desk, diagnoses=200, procedures=100)
    page = desk.get("diagnoses")
    assert "Diagnoses (201)" in text(page)
    assert len(page.content) < 300_000
    requests = desk.get("requests")
    assert len(requests.content) < 250_000
    assert requests.content.count(b"data-duration ") <= 1, (
        "one line is unfolded, the others fetch their fields"
    )
    assert desk.save({"line/k99/quantity": ["1", "2"]}, "requests").status_code == 200
    assert desk.values["line/k99/quantity"] == "2"
    assert desk.get("submit").status_code == 200
    done = desk.post(
        "submit",
        {"version": str(desk_version(desk)), "agreed": "1", "confirmed": "true", "key": "big"},
    )
    assert done.status_code == 302, text(done)
    assert Diagnosis.objects.count() == 201
    assert Line.objects.count() == 100


def desk_version(desk):

    return Draft.objects.get(pk=desk.draft).version
