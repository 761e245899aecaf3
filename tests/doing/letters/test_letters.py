"""A determination's letters: made after it, once each, numbered, saying what the portal says."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest

from precert.cases.queries.case_file import case_file
from precert.documents import store
from precert.jobs import worker
from precert.journal.models import Entry, Errand
from precert.kit import pdf
from precert.letters import catalog
from precert.letters.production import make_letters
from precert.letters.queries import being_made, for_case, letter_file
from tests import world as w

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
DENY = {
    "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "Gains were not shown over four weeks.",
    "line/k1/other_criterion": "Measurable progress", "line/k1/other_evidence": "Notes of May show none.",
}  # fmt: skip


def issued(
    now: datetime, values: dict[str, Any] | None = None, *, deny: bool = False
) -> tuple[w.World, Any]:
    world = w.build(now)
    answer = w.submitted(world, now)
    w.issue(UUID(answer["request"]), world.paul if deny else world.grace, now, values)
    return world, case_file(world.ada, answer["case"])


def file_of(file_id: UUID) -> Any:
    found = store.find(file_id)
    assert found is not None
    return found


def text_of(data: bytes) -> str:
    return " ".join(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split()
    )


@pytest.mark.req("COM-04", "REV-04")
def test_issue_makes_one_letter_for_each_audience(now: datetime) -> None:
    world, case = issued(now)
    assert being_made(case.row.pk)
    worker.run_once(now + timedelta(seconds=1))
    assert not being_made(case.row.pk)
    names = [letter.file_name for letter in for_case(world.ada, case.row.pk)]
    assert sorted(names) == [
        f"Member_Approval-{case.row.number}-01.pdf",
        f"PA-UMApproval-{case.row.number}-01.pdf",
    ]


@pytest.mark.req("COM-04")
def test_a_denial_names_decider_criterion_evidence_and_the_way_to_answer(now: datetime) -> None:
    world, case = issued(now, DENY, deny=True)
    worker.run_once(now)
    for letter in for_case(world.ada, case.row.pk):
        found = letter_file(world.ada, letter.id)
        assert found is not None
        words = text_of(store.content(file_of(found[1])))
        for part in (
            "Measurable progress",
            "Notes of May show none.",
            "Gains were not shown",
            "reconsideration",
            case.row.number,
        ):
            assert part in words, (letter.file_name, part)
        assert ("Paul Tester, physician" in words) == (letter.audience == "provider")


@pytest.mark.req("COM-04", "OPS-06")
def test_letters_are_tagged_pdfs_with_title_and_language(now: datetime) -> None:
    world, case = issued(now)
    worker.run_once(now)
    for letter in for_case(world.ada, case.row.pk):
        found = letter_file(world.ada, letter.id)
        assert found is not None
        reader = pypdf.PdfReader(io.BytesIO(store.content(file_of(found[1]))))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.trailer["/Root"]["/Lang"]
        assert reader.metadata
        assert reader.metadata.title


def test_telling_an_event_twice_makes_no_second_letter(now: datetime) -> None:
    world, case = issued(now)
    worker.run_once(now)
    entry = Entry.objects.get(verb="determination.issued")
    make_letters(entry, now)
    assert len(for_case(world.ada, case.row.pk)) == 2


def test_a_letter_that_fails_is_tried_again_and_shown_as_failing(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, case = issued(now)

    def broken(*_: Any, **__: Any) -> bytes:
        raise pdf.PdfError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", broken)
        worker.run_once(now)
    assert Errand.objects.get(consumer="letters.production.make_letters").attempts == 1
    assert being_made(case.row.pk)
    worker.run_once(now + timedelta(minutes=1))
    assert len(for_case(world.ada, case.row.pk)) == 2


def test_a_stranger_finds_no_letter(now: datetime) -> None:
    world, case = issued(now)
    worker.run_once(now)
    letter = for_case(world.ada, case.row.pk)[0]
    assert for_case(world.mallory, case.row.pk) == []
    assert letter_file(world.mallory, letter.id) is None


def test_a_template_dropped_into_the_catalog_is_made_too(
    now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        '//: audience = "provider"\n//: outcomes = ["approved"]\n//: file_name = "Extra"\n//: title'
        ' = "Extra"\n'
    )
    (tmp_path / "extra.typ").write_text(
        source + "#show: letter.with(title: data.title)\nCase #data.case"
    )
    monkeypatch.setattr(catalog, "__path__", [*catalog.__path__, str(tmp_path)])
    world, case = issued(now)
    worker.run_once(now)
    assert f"Extra-{case.row.number}-01.pdf" in [
        letter.file_name for letter in for_case(world.ada, case.row.pk)
    ]
