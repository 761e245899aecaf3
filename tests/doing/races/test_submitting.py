"""Submit: many clicks, two duplicates at once, the Case ID over midnight in two time zones."""

import itertools
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from precert.cases import numbering, submission_count
from precert.cases.actions import submit as submitting
from precert.cases.actions.submit import Submit
from precert.cases.models import (
    Case,
    CaseState,
    Content,
    DayCounter,
    Draft,
    Line,
    Party,
    Request,
    RequestState,
)
from precert.conduct.models import FirstAnswer
from precert.journal.models import Entry
from precert.kit.clock import local_day
from precert.registry import identity
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.racing import at_once, looks_early, told, without, won

CLICKS = 20
ROUNDS = [2, pytest.param(50, marks=pytest.mark.torture)]
DENVER, CHICAGO = "America/Denver", "America/Chicago"
MIDNIGHTS = datetime(
    2026, 6, 10, 5, 30, tzinfo=UTC
)  # 23:30 in Denver, 00:30 of the next day in Chicago
NEW_YEAR = datetime(2027, 1, 1, 6, 30, tzinfo=UTC)  # the same hour a year's end


def one_whole_case(draft: UUID) -> Case:
    """The only case of that draft, with everything that belongs to it exactly once."""
    request = Request.objects.get(pk=draft)
    case = request.case
    assert CaseState.objects.filter(pk=case.pk, status="submitted").count() == 1
    assert RequestState.objects.filter(pk=draft).count() == 1
    assert Content.objects.filter(request=draft).count() == 1
    assert Line.objects.filter(content__request=draft).count() == 1
    assert sorted(Party.objects.filter(case=case).values_list("role", flat=True)) == [
        "requesting",
        "servicing",
    ]
    assert Entry.objects.filter(verb="request.submitted", case_id=case.pk).count() == 1
    return case


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("WIZ-12")
@pytest.mark.req("WIZ-11", part="submit")
def test_twenty_clicks_with_one_key_make_one_case_and_all_learn_its_number(
    world: w.World, many: Any, now: datetime, rounds: int
) -> None:
    ada = world.ada
    for consumer in many(rounds):
        draft = r.ready(consumer, ada, now)
        version = r.version_of(draft)
        answers = at_once(
            CLICKS,
            lambda n, draft=draft, version=version: r.submit(
                draft, version, ada, now, key=f"key-{draft}"
            ),
        )
        case = one_whole_case(draft)
        assert {a["case"] for a in answers} == {case.number}
        assert FirstAnswer.objects.filter(key=f"key-{draft}").count() == 1


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("WIZ-11", part="submit")
def test_twenty_clicks_with_keys_of_their_own_make_one_case_and_the_others_are_told(
    world: w.World, many: Any, now: datetime, rounds: int
) -> None:
    ada = world.ada
    for consumer in many(rounds):
        draft = r.ready(consumer, ada, now)
        version = r.version_of(draft)
        results = at_once(
            CLICKS,
            lambda n, d=draft, v=version: told(lambda: r.submit(d, v, ada, now, key=f"{d}-{n}")),
        )
        assert [a["case"] for a in won(results)] == [one_whole_case(draft).number]
        assert {one.code for one in results if one.refusal} == {"already-submitted"}


def test_without_the_condition_on_the_draft_it_becomes_two_cases_or_an_error(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.ada
    (consumer,) = many(1)
    draft = r.ready(consumer, ada, now)
    version = r.version_of(draft)
    meet(monkeypatch, 2)
    without(monkeypatch, submitting, "Draft", "state", "version")
    count = submission_count.count_one
    monkeypatch.setattr(submission_count, "count_one", lambda consumer: min(count(consumer), 1))
    with pytest.raises(
        Exception, match=r"(?i)unique"
    ):  # only the request's primary key is left to stop the second one
        at_once(2, lambda n: told(lambda: r.submit(draft, version, ada, now)))


def meet(patch: pytest.MonkeyPatch, count: int) -> None:
    """Those who submit meet after their edits have passed and before any of them writes."""
    looks_early(patch, Submit, threading.Barrier(count, timeout=60).wait)


def duplicates(world: w.World, consumer: int, now: datetime) -> list[Any]:
    """Two drafts for one person and one service, submitted at once by two people of two groups."""
    actors = [world.ada, world.mallory]
    drafts = [r.ready(consumer, actor, now) for actor in actors]
    versions = [r.version_of(draft) for draft in drafts]
    return at_once(2, lambda n: told(lambda: r.submit(drafts[n], versions[n], actors[n], now)))


@pytest.mark.parametrize("rounds", [4, pytest.param(200, marks=pytest.mark.torture)])
@pytest.mark.req("EDT-05")
def test_of_two_duplicates_at_once_one_passes(
    world: w.World, many: Any, now: datetime, rounds: int
) -> None:
    for consumer in many(rounds):
        results = duplicates(world, consumer, now)
        assert len(won(results)) == 1
        assert [one.code for one in results if one.refusal] == ["duplicate_services"]
        assert Case.objects.filter(consumer=consumer).count() == 1
        assert Draft.objects.filter(consumer=consumer, state="open").count() == 1


@pytest.mark.req("EDT-05")
def test_two_duplicates_that_both_passed_their_edits_still_make_one_case(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch, 2)
    (consumer,) = many(1)
    results = duplicates(world, consumer, now)
    assert (len(won(results)), [one.code for one in results if one.refusal]) == (
        1,
        ["duplicate_services"],
    )


def test_without_the_consumers_counter_both_duplicates_pass(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch, 2)
    count = submission_count.count_one
    monkeypatch.setattr(
        submission_count, "count_one", lambda consumer: min(count(consumer), 1)
    )  # as if nobody had been in between
    (consumer,) = many(1)
    assert len(won(duplicates(world, consumer, now))) == 2
    assert Case.objects.filter(consumer=consumer).count() == 2


def alias_and_target(world: w.World, many: Any, now: datetime) -> list[Any]:
    """Two drafts for one service, begun for two people who turn out to be one, submitted at once."""
    actors, people = [world.ada, world.mallory], many(2)
    drafts = [r.ready(who, actor, now) for who, actor in zip(people, actors, strict=True)]
    identity.merge(people[0], people[1])
    versions = [r.version_of(draft) for draft in drafts]
    return at_once(2, lambda n: told(lambda: r.submit(drafts[n], versions[n], actors[n], now)))


@pytest.mark.req("EDT-05")
@pytest.mark.parametrize("meeting", [False, True])
def test_of_two_duplicates_through_alias_and_target_at_once_one_passes(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch, meeting: bool
) -> None:
    if meeting:
        meet(monkeypatch, 2)
    results = alias_and_target(world, many, now)
    assert len(won(results)) == 1
    assert [one.code for one in results if one.refusal] == ["duplicate_services"]
    assert Case.objects.count() == 1


def test_with_a_lock_for_each_id_both_duplicates_pass(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch, 2)
    monkeypatch.setattr(identity, "family", lambda consumer: (consumer, [consumer]))
    monkeypatch.setattr(identity, "remains_later", lambda consumer: lambda: True)
    assert len(won(alias_and_target(world, many, now))) == 2
    assert Case.objects.count() == 2


def merged_meanwhile(
    world: w.World, many: Any, now: datetime, patch: pytest.MonkeyPatch
) -> list[Any]:
    """A draft for somebody who, after its edits have passed, is found to be a person for whom the
    same was submitted under an id that is an alias by now.
    """
    alias, target, person = many(3)
    r.submitted(world, alias, now)
    identity.merge(alias, target)
    draft = r.ready(person, world.ada, now)
    version = r.version_of(draft)
    looks_early(patch, Submit, lambda: identity.merge(person, target))
    return [told(lambda: r.submit(draft, version, world.ada, now))]


@pytest.mark.req("EDT-05")
def test_somebody_merged_between_edits_and_submission_is_looked_at_again(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (result,) = merged_meanwhile(world, many, now, monkeypatch)
    assert result.code == "duplicate_services"


def test_without_the_look_at_who_remains_the_merge_is_overlooked(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "remains_later", lambda consumer: lambda: True)
    assert len(won(merged_meanwhile(world, many, now, monkeypatch))) == 1


def drawn(moments: list[tuple[datetime, str]], each: int) -> list[tuple[str, date]]:
    """Case IDs drawn by one writer a moment, with the day each was drawn for."""

    def draw(n: int) -> list[tuple[str, date]]:
        moment, zone = moments[n]
        days = [
            local_day(moment + timedelta(minutes=60 * step / each), zone) for step in range(each)
        ]
        return [(numbering.next_number(day), day) for day in days]

    return list(itertools.chain.from_iterable(at_once(len(moments), draw)))


def writers(midnight: datetime) -> list[tuple[datetime, str]]:
    """Sixteen writers, in two time zones, whose clocks run an hour over the midnight of one of
    them.
    """
    return [
        (midnight + timedelta(minutes=5 * (n // 2)), (DENVER, CHICAGO)[n % 2]) for n in range(16)
    ]


@pytest.mark.parametrize("each", [25, pytest.param(2_000, marks=pytest.mark.torture)])
@pytest.mark.parametrize("midnight", [MIDNIGHTS, NEW_YEAR], ids=["midnight", "new-year"])
@pytest.mark.req("WIZ-12")
def test_sixteen_writers_over_midnight_in_two_time_zones_draw_every_number_once(
    world: w.World, midnight: datetime, each: int
) -> None:
    found = drawn(writers(midnight), each)
    assert len({number for number, _ in found}) == 16 * each
    assert len({day for _, day in found}) == 2
    for day in {day for _, day in found}:
        numbers = sorted(int(number[5:]) for number, drawn_for in found if drawn_for == day)
        assert numbers == list(range(1, len(numbers) + 1))
    assert all(number.startswith(f"{day:%y%j}") and len(number) >= 9 for number, day in found)


def test_with_a_counter_that_is_read_and_then_written_numbers_repeat(
    world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Barrier(16, timeout=60)

    def read_then_write(day: date) -> str:
        prefix = f"{day:%y%j}"
        last = DayCounter.objects.filter(day=prefix).values_list("last", flat=True).first() or 0
        gate.wait()
        DayCounter.objects.update_or_create(day=prefix, defaults={"last": last + 1})
        return f"{prefix}{last + 1:04d}"

    DayCounter.objects.bulk_create(DayCounter(day=day, last=0) for day in ("26160", "26161"))
    monkeypatch.setattr(numbering, "next_number", read_then_write)
    found = drawn(writers(MIDNIGHTS), 3)
    assert len({number for number, _ in found}) < len(found)


@pytest.mark.req("WIZ-12")
def test_the_case_after_the_9999th_of_a_day_gets_a_longer_number(world: w.World, many: Any) -> None:
    day = date(2026, 6, 9)
    DayCounter.objects.create(day="26160", last=9_990)
    numbers = sorted(at_once(16, lambda n: numbering.next_number(day)), key=len)
    assert numbers[0][:5] == "26160"
    assert sorted(int(number[5:]) for number in numbers) == list(range(9_991, 10_007))
    answer = w.submitted(world, datetime(2026, 6, 9, 15, tzinfo=UTC))
    assert answer["case"] == "2616010007"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE number = '2616010007'")
        assert cursor.fetchone() == (1,)


@pytest.mark.req("WIZ-12")
def test_requests_of_two_contracts_submitted_at_one_moment_get_the_days_of_their_own_zones(
    world: w.World, many: Any
) -> None:
    actors = [world.ada, world.jill] * 4
    people = list(itertools.chain.from_iterable(zip(many(4), many(4, "00203"), strict=True)))
    drafts = [
        r.ready(people[n], actors[n], MIDNIGHTS, **({}, r.HOME_HEALTH)[n % 2]) for n in range(8)
    ]
    versions = [r.version_of(draft) for draft in drafts]
    numbers = [
        a["case"]
        for a in at_once(8, lambda n: r.submit(drafts[n], versions[n], actors[n], MIDNIGHTS))
    ]
    assert len(set(numbers)) == 8
    assert {n[:5] for n in numbers[::2]} == {"26160"}
    assert {n[:5] for n in numbers[1::2]} == {"26161"}
