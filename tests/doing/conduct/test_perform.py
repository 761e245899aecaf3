"""`perform`: one transaction, a refusal that is kept although the action is not, keys that give the
first answer again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction

from precert.conduct.action import Action, Moved, why_not
from precert.conduct.actor import Actor, worker
from precert.conduct.models import FirstAnswer
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.journal.models import Entry

ADA = Actor("person", "7", "Ada Tester", frozenset({"thing.do"}), account_id=7)


@dataclass(frozen=True)
class Thing:
    """What is asked of the action."""

    text: str = ""
    confirmed: bool = False


class DoThing(Action[Thing, str]):
    """Writes an event, then does what the test says."""

    verb = "do_thing"
    label = "Do it"
    permission = "thing.do"
    findings: ClassVar[list[Finding]] = []
    closed: ClassVar[list[Finding]] = []
    moves: ClassVar[list[int]] = []
    after: ClassVar[Exception | None] = None
    steps: ClassVar[list[str]] = []

    def subject(self) -> tuple[str, str]:
        return "thing", "1"

    def find(self) -> str:
        self.steps.append("find")
        return "thing 1"

    def possible(self) -> list[Finding]:
        self.steps.append("possible")
        return self.closed

    def hold(self) -> None:
        self.steps.append("hold")
        if self.moves:
            self.moves.pop()
            raise Moved

    def check(self) -> list[Finding]:
        self.steps.append("check")
        return self.findings

    def apply(self) -> Any:
        self.steps.append("apply")
        entry = self.record("thing.done", "thing", "1", text_length=len(self.data.text))
        if self.after is not None:
            raise self.after
        return {"entry": entry.pk}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("findings", []),
        ("closed", []),
        ("moves", []),
        ("after", None),
        ("steps", []),
    ):
        monkeypatch.setattr(DoThing, name, value)


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def refused(data: Thing, actor: Actor, now: datetime, key: str = "") -> Refusal:
    with pytest.raises(Refusal) as caught:
        perform(DoThing, data, actor, now, key=key)
    return caught.value


@pytest.mark.django_db
def test_the_steps_come_in_order_and_the_answer_comes_back(now: datetime) -> None:
    outcome = perform(DoThing, Thing("x"), ADA, now)
    assert DoThing.steps == ["find", "possible", "check", "hold", "apply"]
    assert (outcome.answer, outcome.repeated) == ({"entry": Entry.objects.get().pk}, False)
    assert not FirstAnswer.objects.exists()


@pytest.mark.django_db
@pytest.mark.req("ORG-01")
def test_without_the_permission_nothing_is_checked_or_done(now: datetime) -> None:
    for actor in (replace(ADA, permissions=frozenset()), worker()):
        assert refused(Thing(), actor, now).kind == "forbidden"
    assert DoThing.steps == ["find"] * 2
    assert verbs() == ["refused", "refused"]


def test_a_refusal_keeps_its_journal_row_and_loses_the_writes(
    committed: object, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DoThing, "after", refuse("conflict", "moved-on", "Carol moved."))
    assert refused(Thing("Carol"), ADA, now).kind == "conflict"
    [entry] = Entry.objects.all()
    assert (entry.verb, entry.subject_kind, entry.subject_id) == ("refused", "thing", "1")
    assert entry.data == {"action": "do_thing", "refusal": "conflict", "codes": ["moved-on"]}
    assert (entry.actor_kind, entry.actor_id, entry.at) == ("person", "7", now)


def test_a_fault_loses_everything_and_consumes_no_key(
    committed: object, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(DoThing, "after", ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            perform(DoThing, Thing(), ADA, now, key="k")
    assert (verbs(), FirstAnswer.objects.count()) == ([], 0)
    assert not perform(DoThing, Thing(), ADA, now, key="k").repeated


def test_it_is_the_outermost_transaction_or_none(committed: object, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        perform(DoThing, Thing(), ADA, now)
    assert verbs() == []


@pytest.mark.django_db
def test_errors_stop_and_warnings_ask_once(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    error, warning, note = (Finding(f"is-{s}", "x", s) for s in ("error", "warning", "information"))
    monkeypatch.setattr(DoThing, "findings", [warning, error, note])
    refusal = refused(Thing(confirmed=True), ADA, now)
    assert (refusal.kind, refusal.findings) == ("invalid", [warning, error, note])
    monkeypatch.setattr(DoThing, "findings", [warning, note])
    assert refused(Thing(), ADA, now).kind == "confirm"
    perform(DoThing, Thing(confirmed=True), ADA, now)
    monkeypatch.setattr(DoThing, "findings", [note])
    perform(DoThing, Thing(), ADA, now)
    assert verbs() == ["refused", "refused", "thing.done", "thing.done"]


@pytest.mark.django_db
def test_who_comes_second_looks_again(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DoThing, "moves", [1])
    perform(DoThing, Thing(), ADA, now)
    assert DoThing.steps.count("find") == 2
    assert verbs() == ["thing.done"]
    monkeypatch.setattr(DoThing, "moves", [1] * 100)
    assert [f.code for f in refused(Thing(), ADA, now).findings] == ["busy"]


@pytest.mark.django_db
def test_the_dry_run_says_what_would_stop_and_writes_nothing(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert why_not(DoThing, ADA, now) is None
    assert DoThing.steps == ["find", "possible"]
    nobody = why_not(DoThing, worker(), now)
    assert nobody is not None
    assert nobody.kind == "forbidden"
    monkeypatch.setattr(DoThing, "closed", [Finding("closed", "The window closed on 06/01.")])
    closed = why_not(DoThing, ADA, now, found="thing 1")
    assert str(closed) == "The window closed on 06/01."
    monkeypatch.setattr(DoThing, "closed", [])
    monkeypatch.setattr(DoThing, "findings", [Finding("empty", "Write a note.")])
    assert why_not(DoThing, ADA, now) is None
    assert str(why_not(DoThing, ADA, now, data=Thing())) == "Write a note."
    assert verbs() == []


@pytest.mark.django_db
def test_a_key_gives_the_first_answer_again_and_does_nothing(now: datetime) -> None:
    first = perform(DoThing, Thing("x"), ADA, now, key="k")
    again = perform(DoThing, Thing("x"), ADA, now + timedelta(days=1), key="k")
    assert (again.answer, again.repeated) == (first.answer, True)
    assert verbs() == ["thing.done"]


@pytest.mark.django_db
def test_a_key_with_other_input_is_refused(now: datetime) -> None:
    perform(DoThing, Thing("x"), ADA, now, key="k")
    refusal = refused(Thing("y"), ADA, now, key="k")
    assert (refusal.kind, refusal.findings[0].code) == ("conflict", "key-reused")
    assert verbs() == ["thing.done", "refused"]


@pytest.mark.django_db
def test_a_key_is_the_actors_own(now: datetime) -> None:
    first = perform(DoThing, Thing("x"), ADA, now, key="k").answer
    for other in (replace(ADA, id="8"), replace(ADA, kind="staff")):
        outcome = perform(DoThing, Thing("x"), other, now, key="k")
        assert not outcome.repeated
        assert outcome.answer != first


@pytest.mark.django_db
def test_a_refusal_consumes_no_key(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(DoThing, "findings", [Finding("bad", "x")])
        refused(Thing(), ADA, now, key="k")
    assert not FirstAnswer.objects.exists()
    assert not perform(DoThing, Thing(), ADA, now, key="k").repeated


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["k" * 1000, "k\x00", "🙂" * 200], ids=["long", "nul", "wide"])
def test_any_key_a_client_sends_does(now: datetime, key: str) -> None:
    first = perform(DoThing, Thing(), ADA, now, key=key)
    assert perform(DoThing, Thing(), ADA, now, key=key).answer == first.answer
    assert not perform(DoThing, Thing(), ADA, now, key=f"{key}!").repeated


def test_what_was_committed_while_this_was_under_way_is_the_answer(
    committed: object, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other tab was a moment faster: its answer comes back, not the conflict that it made."""

    def lock(self: DoThing) -> None:
        if not FirstAnswer.objects.exists():
            FirstAnswer.objects.create(
                key="k",
                actor="person:7",
                verb="do_thing",
                fingerprint=fingerprint,
                answer={"entry": 1},
                at=now,
            )
            raise refuse("conflict", "already-done", "Done already.")

    perform(DoThing, Thing(), ADA, now, key="first")
    fingerprint = FirstAnswer.objects.get().fingerprint
    FirstAnswer.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(DoThing, "find", lock)
        outcome = perform(DoThing, Thing(), ADA, now, key="k")
    assert (outcome.answer, outcome.repeated) == ({"entry": 1}, True)
