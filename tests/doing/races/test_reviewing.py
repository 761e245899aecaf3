"""Take, decide and Issue by several reviewers and tabs at once: one wins, the others learn why,
nothing is done twice.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from precert.cases import issuance, transition
from precert.cases.actions.issue_determination import IssueDetermination
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.save_decision import SaveDecision
from precert.cases.actions.take import Take
from precert.cases.models import CaseState, Determination, Issue, RequestState, WorkingDecision
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.jobs import worker
from precert.journal.models import Entry, Errand
from precert.letters.models import Letter
from precert.work import items
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.conftest import REVIEWERS
from tests.doing.races.racing import (
    Told,
    all_looked,
    at_once,
    looks_early,
    once,
    told,
    without,
    won,
)

ROUNDS = [3, pytest.param(200, marks=pytest.mark.torture)]
OVERTAKEN = {"wrong-status", "not-yours", "held", "moved-on", "undecided", "changed"}


@pytest.fixture
def request_id(world: w.World, many: Any, now: datetime) -> UUID:
    return r.submitted(world, many(1)[0], now)


def issue(request_id: UUID, version: int, actor: Actor, now: datetime, key: str = "") -> Any:
    return perform(IssueDetermination, w.to_issue(request_id, version), actor, now, key=key).answer


def decided(request_id: UUID, actor: Actor, now: datetime) -> int:
    """Taken and decided; the version to issue."""
    w.take(request_id, actor, now)
    return w.decide(request_id, actor, now, w.APPROVE)


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("REV-02", part="holder")
def test_of_sixteen_who_take_one_request_one_gets_it(
    world: w.World, reviewers: list[Actor], many: Any, now: datetime, rounds: int
) -> None:
    for consumer in many(rounds):
        request_id = r.submitted(world, consumer, now)
        results = at_once(
            REVIEWERS, lambda n, rid=request_id: told(lambda: w.take(rid, reviewers[n], now))
        )
        assert len(won(results)) == 1
        assert {one.code for one in results if one.refusal} == {"held"}
        winner = next(
            actor for actor, one in zip(reviewers, results, strict=True) if one.refusal is None
        )
        assert w.review(request_id).worker_id == winner.account_id
        assert Entry.objects.filter(verb="request.taken", subject_id=str(request_id)).count() == 1


@pytest.mark.req("REV-02", part="holder")
def test_sixteen_who_all_saw_it_free_still_make_one_holder(
    world: w.World,
    reviewers: list[Actor],
    request_id: UUID,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_looked(monkeypatch, Take, REVIEWERS)
    results = at_once(REVIEWERS, lambda n: told(lambda: w.take(request_id, reviewers[n], now)))
    assert len(won(results)) == 1
    assert {one.code for one in results if one.refusal} == {"held"}


def test_without_nobody_holds_it_in_the_update_several_take_it(
    world: w.World,
    reviewers: list[Actor],
    request_id: UUID,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_looked(monkeypatch, Take, REVIEWERS)
    without(monkeypatch, items, "WorkItem", "worker")
    assert (
        len(won(at_once(REVIEWERS, lambda n: told(lambda: w.take(request_id, reviewers[n], now)))))
        > 1
    )


@pytest.mark.req("REV-02", part="holder")
def test_through_the_page_one_gets_it_and_the_others_are_told_who(
    world: w.World, reviewers: list[Actor], request_id: UUID, clock: Any
) -> None:
    clients = [w.signed_in(world, f"r{n}") for n in range(4)]
    answers = at_once(4, lambda n: clients[n].post(f"/review/{request_id}/take"))
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert all(
        "holds this request." in answer.content.decode()
        for answer in answers
        if answer.status_code == 409
    )


def one_whole_issue(request_id: UUID, now: datetime) -> None:
    """One issue, one determination a line, one letter of each kind, once told."""
    worker.run_once(now)
    (found,) = Issue.objects.filter(request=request_id)
    assert [d.issue_id for d in Determination.objects.filter(request=request_id)] == [found.pk]
    state = RequestState.objects.get(pk=request_id)
    assert (state.status, state.issues, w.review(request_id).worker_id) == ("completed", 1, None)
    assert CaseState.objects.get(case__requests=request_id).status == "completed"
    assert (
        Entry.objects.filter(verb="determination.issued", subject_id=str(request_id)).count() == 1
    )
    letters = list(Letter.objects.filter(request=request_id).values_list("template", flat=True))
    assert len(letters) == len(set(letters)) == 2
    assert not Errand.objects.filter(done_at=None).exists()
    assert not WorkingDecision.objects.filter(request=request_id).exists()


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("REV-04")
@pytest.mark.req("COM-06", part="sent once")
def test_issue_from_two_tabs_and_by_a_second_reviewer_is_one_issue(
    world: w.World, many: Any, now: datetime, rounds: int, mailbox: list[Any]
) -> None:
    grace, nora = world.grace, world.actor("nora")
    for consumer in many(rounds):
        request_id = r.submitted(world, consumer, now)
        version = decided(request_id, grace, now)
        actors = [grace, grace, nora, grace]
        results = at_once(
            4, lambda n, rid=request_id, v=version, a=actors: told(lambda: issue(rid, v, a[n], now))
        )
        assert len(won(results)) == 1
        assert {one.code for one in results if one.refusal} <= OVERTAKEN
        mailbox.clear()
        one_whole_issue(request_id, now)
        assert sum("has a determination" in mail.subject for mail in mailbox) == 1


@pytest.mark.req("REV-04")
def test_issue_clicked_twenty_times_with_one_key_gives_all_the_same_issue(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    version = decided(request_id, world.grace, now)
    grace = world.grace
    answers = at_once(20, lambda n: issue(request_id, version, grace, now, key="click"))
    assert len({a["issue"] for a in answers}) == 1
    one_whole_issue(request_id, now)


@pytest.mark.req("REV-04")
def test_two_tabs_that_both_saw_it_undecided_make_one_issue(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = decided(request_id, world.grace, now)
    grace = world.grace
    all_looked(monkeypatch, IssueDetermination, 2)
    results = at_once(2, lambda n: told(lambda: issue(request_id, version, grace, now)))
    assert (len(won(results)), [one.code for one in results if one.refusal]) == (
        1,
        ["wrong-status"],
    )
    one_whole_issue(request_id, now)


def test_without_the_conditions_of_the_move_the_second_tab_issues_too(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then only unique keys stand between the reviewer and a second determination, and they speak
    no words.
    """
    version = decided(request_id, world.grace, now)
    grace = world.grace
    all_looked(monkeypatch, IssueDetermination, 2)
    without(monkeypatch, transition, "RequestState", "status__in", "issues", "revision")
    monkeypatch.setattr(items, "keep", lambda kind, subject, account_id: True)
    monkeypatch.setattr(issuance, "clear", lambda request_id, version=None: True)
    with pytest.raises(Exception, match=r"(?i)unique"):
        at_once(2, lambda n: told(lambda: issue(request_id, version, grace, now)))


@pytest.mark.req("REV-04")
def test_through_the_page_two_tabs_make_one_issue(
    world: w.World, request_id: UUID, now: datetime, clock: Any
) -> None:
    version = decided(request_id, world.grace, now)
    tabs = [w.signed_in(world, "grace") for _ in range(2)]
    answers = at_once(
        2,
        lambda n: tabs[n].post(
            f"/review/{request_id}/issue", {"version": version, "revision": 0, "key": f"tab-{n}"}
        ),
    )
    assert sorted(answer.status_code for answer in answers) in ([302, 409], [302, 422])
    one_whole_issue(request_id, now)


def saved_meanwhile(
    world: w.World, request_id: UUID, now: datetime, patch: pytest.MonkeyPatch
) -> Told:
    """Issue has read the decision; then the same reviewer's other tab saves a word; then Issue
    writes.
    """
    version = decided(request_id, world.grace, now)
    grace = world.grace
    looks_early(
        patch,
        IssueDetermination,
        once(lambda: w.decide(request_id, grace, now, {"line/k1/rationale": "A later word."})),
    )
    return told(lambda: issue(request_id, version, grace, now))


@pytest.mark.req("REV-04")
def test_a_word_saved_in_another_tab_stops_issue_instead_of_getting_lost(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert saved_meanwhile(world, request_id, now, monkeypatch).code == "changed"
    assert (
        WorkingDecision.objects.get(request=request_id).values["line/k1/rationale"]
        == "A later word."
    )
    assert not Determination.objects.exists()


def test_without_the_version_in_its_delete_issue_loses_that_word(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear = issuance.clear
    monkeypatch.setattr(issuance, "clear", lambda request_id, version=None: clear(request_id))
    assert saved_meanwhile(world, request_id, now, monkeypatch).refusal is None
    assert Determination.objects.get().rationale == ""


def overtaken_save(
    world: w.World, request_id: UUID, now: datetime, patch: pytest.MonkeyPatch, work: Any
) -> Told:
    """The reviewer's page has looked; then `work` happens; then a word is saved."""
    looks_early(patch, SaveDecision, once(work))
    return told(lambda: w.decide(request_id, world.grace, now, {"line/k1/rationale": "Too late."}))


@pytest.mark.parametrize("how", ["issue", "release"])
@pytest.mark.req("REV-04")
def test_a_word_saved_after_issue_or_release_is_refused(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    version, grace = decided(request_id, world.grace, now), world.grace
    act = (
        (lambda: issue(request_id, version, grace, now))
        if how == "issue"
        else lambda: perform(Release, ReleaseInput(request_id), grace, now)
    )
    refused = overtaken_save(world, request_id, now, monkeypatch, act).code
    assert refused == ("wrong-status" if how == "issue" else "not-yours")
    assert "Too late." not in str(list(WorkingDecision.objects.values_list("values", flat=True)))


def test_without_the_holder_in_its_update_a_word_goes_where_nobody_looks(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(request_id, world.grace, now)
    grace = world.grace
    monkeypatch.setattr(items, "keep", lambda kind, subject, account_id: True)
    release = once(lambda: perform(Release, ReleaseInput(request_id), grace, now))
    assert overtaken_save(world, request_id, now, monkeypatch, release).refusal is None
    assert "Too late." in str(WorkingDecision.objects.get(request=request_id).values)


@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.torture)])
@pytest.mark.req("REV-04")
def test_issue_release_and_autosave_at_once_end_whole(
    world: w.World, many: Any, now: datetime, rounds: int
) -> None:
    grace = world.grace
    for consumer in many(rounds):
        request_id = r.submitted(world, consumer, now)
        version = decided(request_id, grace, now)
        acts = (
            lambda rid=request_id, v=version: issue(rid, v, grace, now),
            lambda rid=request_id: perform(Release, ReleaseInput(rid), grace, now),
            lambda rid=request_id: w.decide(rid, grace, now, {"line/k1/rationale": "In between."}),
        )
        issued, released, saved = at_once(3, lambda n, acts=acts: told(acts[n]))
        state = RequestState.objects.get(pk=request_id)
        assert not (issued.refusal is None and released.refusal is None)
        if issued.refusal is None:
            assert (state.status, saved.refusal is not None) == ("completed", True)
            assert Determination.objects.filter(request=request_id).count() == 1
        else:
            assert not Issue.objects.filter(request=request_id).exists()
            kept = WorkingDecision.objects.get(request=request_id).values
            assert ("line/k1/rationale" in kept) == (saved.refusal is None)
