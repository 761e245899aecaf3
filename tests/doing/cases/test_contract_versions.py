"""A new version of a contract: what was submitted keeps its own, a draft follows and lists what no
longer fits.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import Case, Draft, Request
from precert.cases.queries.case_file import case_file
from precert.cases.queries.drafts import draft_file
from precert.conduct.perform import perform
from precert.contracts import loader, queries
from precert.contracts.pack_reader import SHIPPED
from tests import world as w
from tests.doing.cases import asking as a

Renew = Callable[[dict[str, str]], None]


@pytest.fixture
def renew(tmp_path: Path, now: datetime) -> Renew:
    """Loads a next version of CO UM in which these lines are replaced."""

    def loaded(changes: dict[str, str]) -> None:
        folder = tmp_path / "packs" / w.CO
        shutil.copytree(SHIPPED / w.CO, folder)
        text = (folder / "contract.toml").read_text()
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        (folder / "contract.toml").write_text(text)
        assert loader.load_folder(folder, now).number == queries.current(w.CO).number

    return loaded


NEW_LABEL = {
    '{ code = "111", label = "Physical Therapy" }': '{ code = "111", label = "Moving Better" }'
}
STRICTER = {
    'rule = "Standard: 7 calendar days"\namount = 7': (
        'rule = "Standard: 1 calendar day"\namount = 1'
    )
}
NO_MORE = {'  { code = "22", label = "On-Campus Outpatient Hospital" },\n': ""}


@pytest.mark.req("CON-11", part="submitted")
def test_a_submitted_request_keeps_its_words_and_its_clock(
    world: w.World, request_id: UUID, now: datetime, renew: Renew
) -> None:
    before = Request.objects.get().pack_id
    due = w.review().due_at
    renew(NEW_LABEL | STRICTER | NO_MORE)
    assert queries.current(w.CO).version_pk != before
    found = case_file(world.grace, Case.objects.get().number)
    assert found
    assert (found.current.service_type, found.current.place) == (
        "111 - Physical Therapy",
        "On-Campus Outpatient Hospital",
    )
    assert (found.current.due.at, found.current.due.rule) == (due, "Standard: 7 calendar days")
    w.take(request_id, world.grace, now)
    perform(
        RequestInformation,
        RequestInformationInput(request_id, ("Notes",)),
        world.grace,
        now + timedelta(hours=1),
    )
    assert w.review().due_rule == "Standard: 7 calendar days"


@pytest.mark.req("CON-11", part="draft")
def test_a_draft_follows_and_lists_what_no_longer_fits(
    world: w.World, draft_id: UUID, now: datetime, renew: Renew
) -> None:
    renew(NEW_LABEL | STRICTER | NO_MORE)
    file = draft_file(world.ada, draft_id, now)
    assert file
    assert [(f.code, f.path) for f in file.unfit] == [("not_offered", "service/place")]
    assert file.rules.label("service_types", "111") == "111 - Moving Better"
    version = Draft.objects.get().version
    refusal = a.refused(Submit, SubmitInput(draft_id, version, agreed=True), world.ada, now)
    assert a.told(refusal) == ("invalid", [("not_offered", "service/place")])
    w.fill(world, draft_id, {"service/place": "11"}, world.ada, now)
    w.submit(draft_id, world.ada, now)
    assert (w.review().due_rule, Request.objects.get().pack_id) == (
        "Standard: 1 calendar day",
        queries.current(w.CO).version_pk,
    )


@pytest.mark.req("CON-11", part="per request")
@pytest.mark.req("CON-11")
def test_two_requests_of_a_case_are_each_under_the_version_they_were_submitted_under(
    world: w.World, request_id: UUID, now: datetime, renew: Renew
) -> None:
    first = Request.objects.get(pk=request_id)
    renew(NEW_LABEL)
    later = w.another(world, first, now + timedelta(days=30), **{"line/k1/start": "2026-09-01"})
    assert first.pack_id != later.pack_id == queries.current(w.CO).version_pk
    found = case_file(world.grace, first.case.number)
    assert found
    assert [one.pinned.version_pk for one in found.requests] == [first.pack_id, later.pack_id]
    assert found.requests[0].service_type != found.requests[1].service_type
