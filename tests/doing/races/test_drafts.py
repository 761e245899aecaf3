"""One draft, several people: what was accepted is in the draft or in a conflict; nothing goes in
after submit or cancel.
"""

import threading
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from precert.cases import open_draft
from precert.cases.actions import cancel_draft as cancelling
from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.cases.models import Content, Draft, Request
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.racing import Told, at_once, looks_early, once, told, without, won

SHARED = "request/urgency_reason"
MOST = 10  # writers


def own(writer: int) -> str:
    """A field that only this writer types in."""
    return f"line/k{writer + 2}/rate"


def save(draft: UUID, actor: Actor, now: datetime, **changes: tuple[Any, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = perform(SaveDraft, SaveDraftInput(draft, changes), actor, now).answer
    return answer


def typed(
    draft: UUID, actors: list[Actor], rounds: int, now: datetime
) -> list[tuple[str, Any, Any, dict[str, Any]]]:
    """Everyone types `rounds` times, in a field of their own and in one they share: (path, seen,
    new, answer) of each keystroke.
    """

    def write(n: int) -> list[tuple[str, Any, Any, dict[str, Any]]]:
        mine, shared, done = None, None, []
        for step in range(rounds):
            new = f"w{n}s{step}"
            answer = save(draft, actors[n], now, **{own(n): (mine, new), SHARED: (shared, new)})
            done += [(own(n), mine, new, answer), (SHARED, shared, new, answer)]
            mine, shared = new, answer["values"][SHARED]
        return done

    return [one for found in at_once(len(actors), write) for one in found]


def lost(draft: UUID, keystrokes: list[tuple[str, Any, Any, dict[str, Any]]]) -> list[str]:
    """Accepted keystrokes that are neither in the draft nor were seen by the one who replaced them;
    unexplained refusals.
    """
    values = Draft.objects.get(pk=draft).values
    problems = []
    for path in {path for path, *_ in keystrokes}:
        accepted = [
            (seen, new)
            for p, seen, new, answer in keystrokes
            if p == path and path in answer["applied"]
        ]
        conflicts = [
            (new, answer["conflicts"][path])
            for p, _, new, answer in keystrokes
            if p == path and path not in answer["applied"]
        ]
        stands = values.get(path)
        replaced = [seen for seen, _ in accepted if seen is not None]
        problems += [
            f"{path}: {new} vanished"
            for _, new in accepted
            if new != stands and new not in replaced
        ]
        problems += [
            f"{path}: {seen} was replaced twice"
            for seen in set(replaced)
            if replaced.count(seen) > 1
        ]
        problems += [
            f"{path}: {new} has no copy"
            for new, shown in conflicts
            if shown["mine"] != new or shown["theirs"] is None
        ]
        if path != SHARED:
            problems += [f"{path}: {new} refused though nobody else typed" for new, _ in conflicts]
    return problems


def writers(world: w.World, count: int) -> list[Actor]:
    """Ada and Ben by turns."""
    return [world.actor(("ada", "ben")[n % 2], "denver") for n in range(count)]


@pytest.fixture
def draft(world: w.World, many: Any, now: datetime) -> UUID:
    return r.ready(many(1)[0], world.ada, now)


@pytest.fixture
def lined(world: w.World, draft: UUID, now: datetime) -> UUID:
    """The draft with a line for each writer."""
    save(draft, world.ada, now, **{f"line/k{n + 2}/kind": (None, "procedure") for n in range(MOST)})
    return draft


@pytest.mark.parametrize(
    ("count", "rounds"),
    [(2, 12), (10, 4), *(pytest.param(n, 100, marks=pytest.mark.torture) for n in (2, 5, 10))],
)
def test_what_several_people_type_at_once_is_in_the_draft_or_in_a_conflict(
    world: w.World, lined: UUID, now: datetime, count: int, rounds: int
) -> None:
    keystrokes = typed(lined, writers(world, count), rounds, now)
    assert len(keystrokes) == 2 * count * rounds
    assert lost(lined, keystrokes) == []
    changed = sum(1 for *_, answer in keystrokes[::2] if answer["applied"])
    assert (
        r.version_of(lined) == 3 + changed
    )  # created, filled, given its lines, then one version for each accepted autosave


def everybody_looks_first(patch: pytest.MonkeyPatch, count: int) -> None:
    """In every round all writers have read the draft before the first of them writes."""
    looks_early(patch, SaveDraft, threading.Barrier(count, timeout=60).wait)


def test_writers_who_all_read_the_same_version_lose_nothing(
    world: w.World, lined: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_looks_first(monkeypatch, 6)
    assert lost(lined, typed(lined, writers(world, 6), 4, now)) == []


def test_without_the_version_in_the_update_keystrokes_are_lost(
    world: w.World, lined: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_looks_first(monkeypatch, 6)
    without(monkeypatch, open_draft, "Draft", "version")
    assert lost(lined, typed(lined, writers(world, 6), 4, now)) != []


def submit_while_typing(world: w.World, draft: UUID, now: datetime) -> tuple[Told, list[Told]]:
    """One submits what was reviewed while three others type."""
    version = r.version_of(draft)
    ada, ben = world.ada, world.actor("ben", "denver")

    def act(n: int) -> Told:
        if n == 0:
            return told(lambda: r.submit(draft, version, ada, now))
        return told(lambda: save(draft, ben, now, **{"line/k1/quantity": ("12", str(n))}))

    submitted, *saved = at_once(4, act)
    return submitted, saved


@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.torture)])
@pytest.mark.req("WIZ-11", part="review")
def test_submit_takes_what_was_reviewed_or_is_told_of_the_change(
    world: w.World, many: Any, now: datetime, rounds: int
) -> None:
    for consumer in many(rounds):
        draft = r.ready(consumer, world.ada, now)
        submitted, saved = submit_while_typing(world, draft, now)
        accepted = [one for one in won(saved) if one["applied"]]
        if submitted.refusal is None:
            assert accepted == []
            assert str(Content.objects.get(request=draft).lines.get().quantity) == "12.00"
            assert {one.code for one in saved} <= {"already-submitted"}
        else:
            assert submitted.code == "changed"
            row = Draft.objects.get(pk=draft)
            assert (row.state, row.values["line/k1/quantity"]) == (
                "open",
                accepted[0]["values"]["line/k1/quantity"],
            )
            assert not Request.objects.filter(pk=draft).exists()


def autosave_overtaken_by(
    work: Any, draft: UUID, world: w.World, now: datetime, patch: pytest.MonkeyPatch
) -> Told:
    """Ben's page has read the draft; then `work` happens; then his keystroke is written."""
    looks_early(patch, SaveDraft, once(work))
    return told(
        lambda: save(draft, world.actor("ben", "denver"), now, **{"line/k1/quantity": ("12", "7")})
    )


@pytest.mark.req("WIZ-11", part="submit")
def test_an_autosave_overtaken_by_submit_is_refused(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = r.version_of(draft)
    result = autosave_overtaken_by(
        lambda: r.submit(draft, version, world.ada, now), draft, world, now, monkeypatch
    )
    assert result.code == "already-submitted"
    assert Draft.objects.get(pk=draft).values["line/k1/quantity"] == "12"


def test_without_the_state_in_the_update_it_would_go_in_after_submit(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = r.version_of(draft)
    without(monkeypatch, open_draft, "Draft", "state", "version")
    result = autosave_overtaken_by(
        lambda: r.submit(draft, version, world.ada, now), draft, world, now, monkeypatch
    )
    assert result.refusal is None
    assert Draft.objects.get(pk=draft).values["line/k1/quantity"] == "7"


def cancel(draft: UUID, actor: Actor, now: datetime) -> Any:
    return perform(CancelDraft, CancelDraftInput(draft), actor, now).answer


@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.torture)])
@pytest.mark.req("WIZ-11", part="cancel")
def test_cancel_against_autosave_and_submit_ends_in_one_of_them(
    world: w.World, many: Any, now: datetime, rounds: int
) -> None:
    ada, ben = world.ada, world.actor("ben", "denver")
    for consumer in many(rounds):
        draft = r.ready(consumer, ada, now)
        version = r.version_of(draft)
        acts = (
            lambda d=draft: cancel(d, ada, now),
            lambda d=draft, v=version: r.submit(d, v, ada, now),
            lambda d=draft: save(d, ben, now, **{"line/k1/quantity": ("12", "7")}),
        )
        cancelled, submitted, saved = at_once(3, lambda n, acts=acts: told(acts[n]))
        row = Draft.objects.get(pk=draft)
        assert (cancelled.refusal is None) != (submitted.refusal is None)
        assert row.state == ("cancelled" if cancelled.refusal is None else "submitted")
        assert Request.objects.filter(pk=draft).exists() == (submitted.refusal is None)
        assert row.values == {} if row.state == "cancelled" else saved.refusal is not None


@pytest.mark.req("WIZ-11", part="cancel")
def test_an_autosave_overtaken_by_cancel_is_refused(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = autosave_overtaken_by(
        lambda: cancel(draft, world.ada, now), draft, world, now, monkeypatch
    )
    assert result.code == "no-such-draft"
    assert Draft.objects.get(pk=draft).values == {}


def test_without_the_state_in_the_update_a_cancelled_draft_would_fill_again(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, open_draft, "Draft", "state", "version")
    result = autosave_overtaken_by(
        lambda: cancel(draft, world.ada, now), draft, world, now, monkeypatch
    )
    assert result.refusal is None
    assert Draft.objects.get(pk=draft).values != {}


def cancel_overtaken_by_submit(
    world: w.World, draft: UUID, now: datetime, patch: pytest.MonkeyPatch
) -> Told:
    version = r.version_of(draft)
    looks_early(patch, CancelDraft, once(lambda: r.submit(draft, version, world.ada, now)))
    return told(lambda: cancel(draft, world.actor("ben", "denver"), now))


def test_a_cancel_overtaken_by_submit_is_refused_and_the_request_stays(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cancel_overtaken_by_submit(world, draft, now, monkeypatch).code == "already-submitted"
    assert Draft.objects.get(pk=draft).state == "submitted"


def test_without_the_state_in_its_update_cancel_would_empty_a_submitted_one(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, cancelling, "Draft", "state", "version")
    assert cancel_overtaken_by_submit(world, draft, now, monkeypatch).refusal is None
    assert Draft.objects.get(pk=draft).state == "cancelled"


def test_a_cancel_overtaken_by_an_autosave_still_cancels(
    world: w.World, draft: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who cancels has not seen what was typed a moment ago; still a cancel is a cancel, and
    the document is empty.
    """
    ben = world.actor("ben", "denver")
    looks_early(
        monkeypatch,
        CancelDraft,
        once(lambda: save(draft, ben, now, **{"line/k1/quantity": ("12", "7")})),
    )
    assert told(lambda: cancel(draft, world.ada, now)).refusal is None
    row = Draft.objects.get(pk=draft)
    assert (row.state, row.values) == ("cancelled", {})
