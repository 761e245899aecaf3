"""Text that was typed and not sent: sealed, for its owner, once a form, gone when it was sent or is
too old.
"""

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest

from precert.conduct import perform as perform_module
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.documents.crypto import CryptoError
from precert.jobs.worker import tick
from precert.journal.models import Entry
from precert.people import typed_text
from precert.people.actions import keep_text
from precert.people.actions.drop_old_text import DropOldText, DropOldTextInput
from precert.people.actions.drop_text import DropText, DropTextInput
from precert.people.actions.keep_text import KeepText, KeepTextInput
from precert.people.models import KeptText
from precert.people.queries.typed_text import all_kept, kept_of
from tests import world as w
from tests.doing.races import racing

PAGE = "/cases/20260609-1"


@pytest.fixture
def world(now: datetime, db: None) -> w.World:
    return w.build(now)


def keep(world: w.World, visit: str, text: str, now: datetime, who: str = "ada") -> bool:
    return bool(
        perform(
            KeepText, KeepTextInput(PAGE, "note", visit, {"text": [text]}), world.actor(who), now
        ).answer
    )


def texts(world: w.World, who: str = "ada") -> list[str]:
    return [one.fields["text"][0] for one in kept_of(world.accounts[who], PAGE).get("note", [])]


@pytest.mark.req("ACC-11")
def test_it_is_sealed_and_its_owners_only(world: w.World, now: datetime) -> None:
    assert keep(world, "v1", f"{w.CANARY} walks", now)
    row = KeptText.objects.get()
    assert w.CANARY not in row.sealed
    assert texts(world) == [f"{w.CANARY} walks"]
    assert texts(world, "ben") == []
    KeptText.objects.update(account=world.accounts["ben"])
    with pytest.raises(CryptoError):
        texts(world, "ben")
    assert [one.data for one in Entry.objects.filter(verb="text-kept")] == [{"form": "note"}]


def test_a_visit_replaces_its_own_text_and_no_other_visits(world: w.World, now: datetime) -> None:
    for n, (visit, text) in enumerate(
        (("v1", "a"), ("v2", "b"), ("v1", "aa"), ("v3", "c"), ("v4", "d"))
    ):
        keep(world, visit, text, now + timedelta(seconds=n))
    assert texts(world) == ["d", "c", "aa"]
    assert Entry.objects.filter(verb="text-kept").count() == 4


@pytest.mark.req("ACC-11")
def test_what_was_sent_does_not_come_back_with_what_arrives_late(
    world: w.World, now: datetime
) -> None:
    keep(world, "v1", "typed", now)
    perform(DropText, DropTextInput(PAGE, "note", "v1"), world.ada, now)
    assert not keep(world, "v1", "late", now)
    assert texts(world) == []
    assert all_kept(world.accounts["ada"]) == []
    assert keep(world, "v2", "next", now), "the next visit keeps again"
    assert texts(world) == ["next"]


def test_discarded_text_is_gone_and_typing_goes_on(world: w.World, now: datetime) -> None:
    keep(world, "v1", "typed", now)
    perform(DropText, DropTextInput(PAGE, "note"), world.ada, now)
    assert not KeptText.objects.exists()
    assert keep(world, "v1", "more", now)
    perform(DropText, DropTextInput("/other", "note"), world.ada, now)
    assert texts(world) == ["more"]
    assert Entry.objects.filter(verb="text-dropped").count() == 1


def test_the_list_is_newest_first(world: w.World, now: datetime) -> None:
    for n, form in enumerate(("note", "answer")):
        perform(
            KeepText,
            KeepTextInput(PAGE, form, "v", {"text": ["x"]}),
            world.ada,
            now + timedelta(minutes=n),
        )
    assert [(one.page, one.form) for one in all_kept(world.accounts["ada"])] == [
        (PAGE, "answer"),
        (PAGE, "note"),
    ]


def test_too_much_is_refused(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="too long"):
        keep(world, "v1", "x" * (typed_text.LONGEST + 1), now)
    monkeypatch.setattr(keep_text, "MOST_FORMS", 1)
    keep(world, "v1", "x", now)
    with pytest.raises(Refusal, match="You have too many"):
        perform(KeepText, KeepTextInput("/other", "note", "v", {"text": ["x"]}), world.ada, now)
    assert keep(world, "v1", "xx", now), "what is kept already may be kept on"


@pytest.mark.req("ACC-11")
def test_the_worker_drops_it_after_thirty_days(world: w.World, now: datetime) -> None:
    keep(world, "v1", "typed", now)
    tick(now + timedelta(days=30))
    assert texts(world) == ["typed"]
    with pytest.raises(Refusal):
        perform(DropOldText, DropOldTextInput(), world.ada, now + timedelta(days=31))
    tick(now + timedelta(days=30, hours=1))
    assert not KeptText.objects.exists()
    assert perform(DropOldText, DropOldTextInput(), worker(), now).answer == 0


def test_two_tabs_at_once_lose_nothing_of_each_other(committed: object, now: datetime) -> None:
    world = w.build(now)
    racing.at_once(3, lambda n: keep(world, f"v{n}", f"text {n}", now))
    assert sorted(texts(world)) == ["text 0", "text 1", "text 2"]
    keep_all = racing.at_once(8, lambda n: keep(world, "v0", f"again {n}", now))
    assert all(keep_all)
    assert len(texts(world)) == 3


@pytest.mark.parametrize("guarded", [True, False])
def test_the_guard_is_that_nobody_has_written_since_it_was_read(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    keep(world, "v1", "first", now)
    real, late = typed_text.with_text, iter([True])

    def with_text(
        found: list[typed_text.TypedText], fresh: typed_text.TypedText
    ) -> list[typed_text.TypedText]:
        if next(late, False):
            keep(world, "v2", "from another tab", now)
        return real(found, fresh)

    monkeypatch.setattr(typed_text, "with_text", with_text)
    monkeypatch.setattr(perform_module.transaction, "atomic", lambda **_: nullcontext())
    if not guarded:
        racing.without(monkeypatch, keep_text, "KeptText", "sealed")
    keep(world, "v3", "third", now)
    assert ("from another tab" in texts(world)) is guarded
