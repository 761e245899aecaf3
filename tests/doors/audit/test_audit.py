"""The audit trail's page: filters, paging, export, and that reading it is itself in it."""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from precert.cases import events as case_events
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.journal import recording
from precert.journal.models import Entry, Reading
from precert.people import events
from precert.people.actions.note_verification import NoteVerification, NoteVerificationInput
from tests import world as w
from tests.doing.journal.trail import seal, written

pytestmark = pytest.mark.django_db
EMPTY = dict.fromkeys(
    (
        "since",
        "until",
        "person",
        "kind",
        "provider",
        "case",
        "member_id",
        "subject",
        "address",
        "request",
    ),
    "",
)


def happened(now: datetime, verb: str = "draft.saved", **more: Any) -> Entry:
    """One event of Ada's, which has an address of its own to be found by."""
    token = recording.address.set(more.pop("address", "192.0.2.7"))
    try:
        by = more.pop("by", recording.By("person", "7", "Ada Tester", None))
        return recording.record(
            verb, more.pop("kind", "draft"), more.pop("subject", "x"), by=by, at=now, **more
        )
    finally:
        recording.address.reset(token)


def shown(client: Client, **filters: Any) -> str:
    """The page by these filters, as their form finds them."""
    answer = client.post("/audit", EMPTY | filters)
    assert answer.status_code == 302, errors(answer)
    page = client.get(answer["Location"])
    assert page.status_code == 200
    return unescape(page.content.decode())


def errors(answer: Any) -> Any:
    return answer.context["form"].errors if answer.context else None


def rows(page: str) -> int:
    return page.count('<th scope="row">')


@pytest.mark.req("OPS-05", "ACC-16")
def test_a_row_says_when_who_for_whom_what_on_what_from_where_and_in_which_request(
    world: w.World, adam: Client, now: datetime
) -> None:
    w.signed_in(world, "ada", "denver").post(
        "/create", {"contract": w.CO}, REMOTE_ADDR="198.51.100.4"
    )
    made = w.submitted(world, now)
    page = w.signed_in(world, "ada", "denver").get(
        f"/cases/{made['case']}", REMOTE_ADDR="198.51.100.4"
    )
    found = shown(adam, address="198.51.100.4")
    assert page["X-Request-ID"] in found
    for words_shown in (
        "06/09/2026 15:00:00", "Ada Tester", "ada, Provider’s user", "Denver Hospital (1234567893)", "Viewed page: Case",
        f"Case {made['case']}", "198.51.100.4",
    ):  # fmt: skip
        assert words_shown in found, words_shown


@pytest.mark.req("OPS-05")
def test_every_event_of_a_request_says_from_where(world: w.World, now: datetime) -> None:
    request = w.submitted(world, now)["request"]
    assert (
        w.signed_in(world, "grace")
        .post(f"/review/{request}/take", REMOTE_ADDR="2001:db8::5")
        .status_code
        == 302
    )
    assert Entry.objects.get(verb=case_events.REQUEST_TAKEN).address == "2001:db8::5"
    assert recording.address.get() == ""


@pytest.mark.req("ACC-16")
@pytest.mark.parametrize("who", ["ada", "ben", "grace", "paul", "sam"])
def test_nobody_but_the_administrator_reads_it(world: w.World, who: str) -> None:
    client = w.signed_in(world, who, "denver" if who in {"ada", "ben"} else None)
    assert [client.get(f"/audit{end}").status_code for end in ("", "/people?q=a")] == [403, 403]
    assert client.post("/audit/export", {"form": "csv"}).status_code == 403
    assert not Entry.objects.filter(verb=events.AUDIT_EXPORTED).exists()


@pytest.mark.req("OPS-05")
def test_reading_the_trail_stands_in_the_trail(world: w.World, adam: Client, now: datetime) -> None:
    entry = happened(now)
    shown(adam, address="192.0.2.7")
    read = Reading.objects.get(page="audit", subject_kind="audit-trail")
    assert (read.actor_id, read.subject_ids) == (str(world.accounts["adam"]), [f"E{entry.pk}"])
    assert "Viewed page: Audit trail" in shown(adam, kind="reads")
    shown(adam, address="203.0.113.9")
    assert Reading.objects.order_by("-pk")[0].subject_ids == ["none"]


def test_each_filter_leaves_what_it_names(world: w.World, adam: Client, now: datetime) -> None:
    ada = recording.By(
        "person", str(world.accounts["ada"]), "Ada Tester", world.providers["denver"]
    )
    case = w.submitted(world, now)
    old = now - timedelta(days=30)
    happened(old, "signed-in", by=ada, kind="account", subject="7")
    happened(
        old + timedelta(minutes=5),
        "draft.saved",
        by=ada,
        address="192.0.2.8",
        kind="draft",
        subject="d-1",
    )
    happened(
        old + timedelta(minutes=9),
        "unheard.of",
        kind="thing",
        subject="t-1",
        case_id=str(case_id(case["case"])),
    )
    Reading.objects.create(at=old, actor_kind="staff", actor_id="5", page="queue", subject_kind="consumer",
                           subject_ids=[str(world.consumers["carol"]), "999"], address="192.0.2.9", correlation="c-9")  # fmt: skip
    month = {"until": (now - timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")}
    for filters, count in (
        ({}, 4), ({"person": "ada"}, 2), ({"person": "ADA"}, 2), ({"provider": "1234567893"}, 2), ({"kind": "access"}, 1),
        ({"kind": "reads"}, 1), ({"kind": "events"}, 3), ({"kind": "cases"}, 1), ({"kind": "draft.saved"}, 1), ({"case": case["case"]}, 1),
        ({"member_id": "CO1000001"}, 1),
        ({"subject": "draft:d-1"}, 1), ({"subject": "draft:d-1 thing:t-1"}, 2), ({"address": "192.0.2.8"}, 1), ({"request": "c-9"}, 1),
        ({"since": (old + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")}, 2), ({"person": "grace"}, 0), ({"person": "unknown"}, 0),
    ):  # fmt: skip
        page = shown(adam, **month, **filters)
        assert rows(page) == count, filters
    assert "unheard.of" in shown(adam, **month)
    assert "No entries match these filters." in shown(adam, **month, person="grace")


def case_id(number: str) -> UUID:
    return Entry.objects.filter(verb=case_events.REQUEST_SUBMITTED).order_by("-pk")[
        0
    ].case_id or UUID(int=0)


@pytest.mark.req("OPS-05")
def test_a_case_brings_everything_that_belongs_to_it(
    world: w.World, adam: Client, now: datetime
) -> None:
    made = w.submitted(world, now)
    grace = w.signed_in(world, "grace")
    for address in ("/queue", f"/review/{made['request']}", f"/cases/{made['case']}"):
        assert grace.get(address).status_code == 200
    page = shown(adam, case=made["case"])
    for what in (
        "Started a request",
        "Changed an unsubmitted request",
        "Submitted a request",
        "Viewed page: Queue",
        "Viewed page: Review",
    ):
        assert what in page, what


def test_the_filters_come_back_as_they_were_typed_and_a_case_is_named_once(
    world: w.World, adam: Client, now: datetime
) -> None:
    made = w.submitted(world, now)
    w.signed_in(world, "grace").get(f"/review/{made['request']}")
    page = shown(adam, case=made["case"], person="grace")
    assert f'value="{made["case"]}"' in page
    record = page[page.index("Viewed page: Review") :].split("</td>")[1]
    assert re.sub(r"<[^>]+>", "", record).strip() == f"Case {made['case']}"


def test_no_name_and_no_member_id_gets_into_an_address(world: w.World, adam: Client) -> None:
    answer = adam.post("/audit", EMPTY | {"member_id": "CO1000001", "person": "ada"})
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert (query["subject"], query["person"]) == (
        [f"consumer:{world.consumers['carol']}"],
        [str(world.accounts["ada"])],
    )
    assert "CO1000001" not in answer["Location"]


def test_all_errors_stand_beside_their_fields_and_what_was_typed_stays(adam: Client) -> None:
    typed = {
        "since": "soon", "until": "2026-99-99T10:00", "person": "nobody", "kind": "none", "provider": "1", "case": "12", "member_id": "ZZ",
        "subject": "what", "address": "home",
    }  # fmt: skip
    answer = adam.post("/audit", EMPTY | typed)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert set(errors(answer)) == set(typed)
    for name, value in typed.items():
        assert f'href="#id_{name}"' in page
        assert value in page or name == "kind", name
    late = adam.post("/audit", EMPTY | {"since": "2026-06-09T10:00", "until": "2026-06-09T09:00"})
    assert errors(late) == {"until": ["The end must not be before the start."]}


@pytest.mark.parametrize(
    "query",
    [
        "since=x&until=y",
        "case=no",
        "person=%00&kind=%00&address=%00&request=%00",
        "person=%C2%B2",
        f"person={'9' * 60}",
        "provider=x&subject=a",
        f"provider={'9' * 17}",
        "after=x",
        "after=0001-01-01T00:00:00%2B23:59|E|1",
        "after=2026|E|1",
        "after=2026-06-09T15:00:00%2B00:00|E|x",
        f"after=2026-06-09T15:00:00%2B00:00|R|{'9' * 40}",
        "since=0001-01-01T00:00&until=9999-12-31T23:59",
        "show=7&at=-",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_list(adam: Client, query: str) -> None:
    assert adam.get(f"/audit?{query}", follow=True).status_code == 200


def test_pages_follow_each_other_without_gap_or_repetition(adam: Client, now: datetime) -> None:
    Entry.objects.bulk_create(
        Entry(at=now - timedelta(days=1, seconds=n // 4), verb="draft.saved", actor_kind="person", actor_id="7", actor_name="Ada",
              subject_kind="draft", subject_id=f"s{n}", address="192.0.2.7")
        for n in range(40)
    )  # fmt: skip
    Reading.objects.bulk_create(
        Reading(at=now - timedelta(days=1, seconds=n // 4), actor_kind="person", actor_id="7", page="queue", subject_kind="request",
                subject_ids=[f"r{n}"], address="192.0.2.7")
        for n in range(40)
    )  # fmt: skip
    address, seen = "/audit?since=&address=192.0.2.7", []
    while address:
        answer = adam.get(address)
        seen += [row.on for row in answer.context["rows"]]
        address = answer.context["next_url"] and f"/audit{answer.context['next_url']}"
    assert len(seen) == len(set(seen)) == 80


@pytest.mark.parametrize(("count", "total"), [(1_000, "1,000"), (1_001, "more than 1,000")])
def test_the_count_is_exact_to_a_thousand(
    adam: Client, now: datetime, count: int, total: str
) -> None:
    written(now, count - 400, 0)
    log(now, 400)
    assert adam.get("/audit?since=&address=192.0.2.7").context["total"] == total


@pytest.mark.req("OPS-05")
def test_the_number_of_queries_is_constant(world: w.World, adam: Client, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert adam.get("/audit?since=&show=50&address=192.0.2.7").status_code == 200
        return len(captured)

    by = [
        recording.By("person", str(pk), "", world.providers["denver"])
        for pk in world.accounts.values()
    ]
    case = str(case_id(w.submitted(world, now)["case"]))
    happened(now, by=by[0], case_id=case)
    log(now, 1)
    first = queries()
    for n in range(30):
        happened(now, by=by[n % len(by)], case_id=case)
    log(now, 30)
    assert queries() == first


def log(now: datetime, count: int) -> None:
    Reading.objects.bulk_create(
        Reading(
            at=now,
            actor_kind="staff",
            actor_id="5",
            page="q",
            subject_kind="request",
            subject_ids=["1"],
            address="192.0.2.7",
        )
        for _ in range(count)
    )


@pytest.mark.req("OPS-05")
def test_it_says_how_far_it_is_sealed_and_when_it_was_verified(adam: Client, now: datetime) -> None:
    assert "Not sealed yet" in shown(adam)
    assert "Never verified" in shown(adam)
    seal(now)
    perform(
        NoteVerification,
        NoteVerificationInput(120, 1, 0),
        worker("audit"),
        now + timedelta(hours=1),
    )
    page = " ".join(shown(adam).split())
    assert (
        "Sealed to 06/09/2026 15:00:00 by 1 seal. 1 row not sealed yet, since 06/09/2026 16:00:00."
        in page
    )
    assert "Last verified 06/09/2026 16:00: no changes in 120 rows." in page
    perform(
        NoteVerification,
        NoteVerificationInput(120, 1, 3),
        worker("audit"),
        now + timedelta(hours=2),
    )
    assert "3 differences from the seals" in shown(adam)


@pytest.mark.req("OPS-05")
def test_the_export_holds_what_the_filters_leave_and_is_journaled_itself(
    world: w.World, adam: Client, now: datetime
) -> None:
    happened(
        now,
        by=recording.By("person", "7", "=HYPERLINK(1)", None),
        data={"paths": ["a"], "sealed": "xyz"},
    )
    happened(now, address="192.0.2.99")
    log(now, 2)
    asked = {"since": "", "address": "192.0.2.7", "form": "csv"}
    answer = adam.post("/audit/export", asked)
    assert answer["Content-Disposition"] == 'attachment; filename="audit-20260609-150000.csv"'
    found = list(csv.DictReader(io.StringIO(text_of(answer))))
    assert [(one["table"], one["address"]) for one in found] == [
        ("journal_entry", "192.0.2.7"),
        *[("journal_reading", "192.0.2.7")] * 2,
    ]
    assert found[0]["actor_name"] == "'=HYPERLINK(1)"
    assert json.loads(found[0]["data"]) == {"paths": ["a"], "sealed": "(sealed)"}
    lines = [
        json.loads(line)
        for line in text_of(adam.post("/audit/export", asked | {"form": "jsonl"})).splitlines()
    ]
    assert [one["id"] for one in lines] == [int(one["id"]) for one in found]
    kept = Entry.objects.filter(verb=events.AUDIT_EXPORTED).order_by("pk")
    assert [one.data for one in kept] == [
        {"form": form, "filters": {"address": "192.0.2.7"}} for form in ("csv", "jsonl")
    ]
    assert {one.actor_id for one in kept} == {str(world.accounts["adam"])}
    assert adam.post("/audit/export", asked | {"form": "exe"}).status_code == 302


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_large_export_is_read_in_pieces(adam: Client, now: datetime) -> None:
    written(now, 2_100, 300)
    lines = text_of(adam.post("/audit/export", {"since": "", "form": "jsonl"})).splitlines()
    ids = [(one["table"], one["id"]) for one in map(json.loads, lines)]
    assert len(ids) == len(set(ids)) >= 2_400


def test_the_type_ahead_finds_accounts_and_who_acts_without_one(adam: Client) -> None:
    assert [row["code"] for row in adam.get("/audit/people?q=ad te").json()["rows"]] == [
        "ada",
        "adam",
    ]
    assert [row["code"] for row in adam.get("/audit/people?q=clo").json()["rows"]] == ["clock"]
    assert (
        adam.get("/audit/people?q=").json()
        == adam.get("/audit/people?q=%00").json()
        == {"rows": []}
    )
