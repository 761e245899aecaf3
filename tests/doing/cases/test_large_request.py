"""There is no limit to what one request holds: 200 diagnoses, 100 procedures, 60 documents, a note
of 100,000 characters.
"""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.models import Case, Draft
from precert.cases.queries.case_file import case_file
from precert.codes.models import Code
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a

MOST_STATEMENTS = 20  # to read a case, however much it holds


def large() -> dict[str, object]:
    codes = (
        Code.objects.filter(system="icd10cm", billable=True, valid_to=None)
        .order_by("key")
        .values_list("code", flat=True)
    )
    values: dict[str, object] = {
        f"diagnosis/icd10cm/{code}": n for n, code in enumerate(codes[:200], 1)
    }
    lines = {
        "kind": "procedure",
        "system": "cpt",
        "code": "97110",
        "quantity": "1",
        "frequency": "weekly-1",
        "duration": "1",
    }
    for n in range(100):
        values |= {f"line/k{n:03d}/{name}": value for name, value in lines.items()}
        values |= {
            f"line/k{n:03d}/position": n + 1,
            f"line/k{n:03d}/start": f"2026-{7 + n // 28:02d}-{1 + n % 28:02d}",
        }
    return {
        path: v for path, v in w.OUTPATIENT.items() if not path.startswith(("line/", "diagnosis/"))
    } | values


@pytest.mark.req("WIZ-10", "CON-04")
@pytest.mark.req("WIZ-09", part="many")
@pytest.mark.req("WIZ-07", part="many")
@pytest.mark.req("WIZ-06", part="many")
def test_a_very_large_request_is_typed_submitted_and_read(world: w.World, now: datetime) -> None:
    files = [a.stored(world.ada, now, f"Record {n}.pdf") for n in range(60)]
    draft = w.draft(world, now)
    answer = w.fill(world, draft, large(), world.ada, now)
    assert (answer["refused"], answer["conflicts"]) == ({}, {})
    for file in files:
        perform(AttachDocument, AttachDocumentInput(draft, file, "medical-record"), world.ada, now)
    perform(AddNote, AddNoteInput(draft, "external", "x" * 100_000), world.ada, now)
    assert Draft.objects.get().missing == []
    w.submit(draft, world.ada, now)
    with CaptureQueriesContext(connection) as asked:
        found = case_file(world.grace, Case.objects.get().number)
    assert found
    assert len(asked) <= MOST_STATEMENTS
    request = found.current
    assert (len(request.diagnoses), len(request.lines), len(request.documents)) == (200, 100, 60)
    assert [d.position for d in request.diagnoses] == list(range(1, 201))
    assert [line.row.key for line in request.lines] == [f"k{n:03d}" for n in range(100)]
    assert len(request.notes[0].text) == 100_000
