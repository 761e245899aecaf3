"""Every page that shows somebody leaves a reading: each route is called, and where the canary
person stands a row must stand, too.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Answers
from precert.conduct.perform import perform
from precert.documents import store
from precert.documents.rules import UploadRules
from precert.journal import delivery
from precert.journal.models import Reading
from precert.letters.models import Letter
from precert.web.audit.words import PAGES
from tests import world as w
from tests.deciding.documents.samples import pdf
from tests.doing.cases.asking import ANSWERS, IMAGING

pytestmark = [pytest.mark.django_db, pytest.mark.req("OPS-05")]
MEMBER = "CO1000001"
# Routes that must have shown her, so that the walk is worth something.
SHOW_HER = {
    "home", "cases", "case_page", "case_summary", "case_questionnaire", "request_verb", "review_verb", "consumer_page", "create_case",
    "wizard_step", "wizard_submit", "wizard_provider", "questionnaire", "queue", "queue_preview", "review",
}  # fmt: skip
FILES = {"document", "letter", "letter_preview"}  # what they show can't be searched for a name


@pytest.fixture
def words(world: w.World, now: datetime) -> dict[str, list[Any]]:
    """Something behind every page; the values that addresses take, by their names."""
    draft = w.draft(world, now)
    w.fill(world, draft, IMAGING, world.ada, now)
    by = f"person:{world.accounts['ada']}"
    stored = store.store(
        "Chart.pdf", "application/pdf", pdf(), UploadRules(10_000, False, ("pdf",)), now, by
    )
    attachment = perform(
        AttachDocument, AttachDocumentInput(draft, stored.pk, "medical-record"), world.ada, now
    ).answer["attachment"]
    given = {link: ([], answer) for link, answer in ANSWERS.items()}
    perform(AnswerQuestionnaire, AnswerQuestionnaireInput(draft, "imaging", given), world.ada, now)
    perform(CompleteQuestionnaire, CompleteQuestionnaireInput(draft, "imaging"), world.ada, now)
    made = w.submit(draft, world.ada, now)
    w.take(draft, world.grace, now)
    question = RequestInformationInput(draft, ("Notes of the last two visits",))
    perform(RequestInformation, question, world.grace, now)
    done = w.submitted(world, now, **{"line/k1/code": "97112"})
    w.issue(UUID(done["request"]), world.grace, now)
    while delivery.deliver(now):
        continue
    held = w.submitted(world, now, **{"line/k1/code": "97140"})
    w.take(UUID(held["request"]), world.grace, now)
    w.decide(UUID(held["request"]), world.grace, now, w.APPROVE)
    typed = w.draft(world, now)
    w.fill(world, typed, w.OUTPATIENT, world.ada, now)
    entered = w.draft(world, now)
    w.fill(world, entered, IMAGING, world.ada, now)
    return {
        "number": [made["case"], done["case"]], "n": [1], "verb": ["answer_information", "request_information"],
        "answers": [Answers.objects.order_by("pk")[0].pk],
        "attachment": [attachment],
        "letter": [Letter.objects.order_by("pk")[0].pk], "consumer": [world.consumers["carol"]], "draft": [typed, entered],
        "ref": ["imaging"],
        "role": ["servicing"], "step": ["providers", "service", "diagnoses", "requests", "questionnaires", "attachments", "communications"],
        "request_id": [held["request"], made["request"]], "audience": ["provider"], "key": ["k1"],
    }  # fmt: skip


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one)
        else:
            yield one


def addresses(route: URLPattern, words: dict[str, list[Any]]) -> list[str]:
    """Addresses of a route: of its parameters, one varies at a time. A parameter that nobody here
    knows gets 1.
    """
    names = list(route.pattern.converters)
    base = {name: words.get(name, [1])[0] for name in names}
    found = []
    for values in [
        base,
        *(base | {name: value} for name in names for value in words.get(name, [])[1:]),
    ]:
        try:
            found.append(reverse(str(route.name), kwargs=values))
        except NoReverseMatch:
            continue
    return [*found, *(f"{one}?consumer={words['consumer'][0]}" for one in found if not names)]


def visits(client: Client, words: dict[str, list[Any]]) -> Iterator[tuple[str, str, Any, int]]:
    """Route, address, answer and how many readings it left, for every route there is."""
    words = words | {"consumer": [w.reference(client, one) for one in words["consumer"]]}
    for route in routes(get_resolver()):
        if route.name == "logout" or str(route.name).startswith("gallery"):
            continue  # the gallery shows invented people
        for address in addresses(route, words):
            before = Reading.objects.count()
            answer = client.get(address)
            yield str(route.name), address, answer, Reading.objects.count() - before


def test_no_page_shows_somebody_without_a_reading(
    world: w.World, words: dict[str, list[Any]]
) -> None:
    shown, unread = set(), []
    for who, provider in (("ada", "denver"), ("grace", None), ("adam", None)):
        for name, address, answer, readings in visits(w.signed_in(world, who, provider), words):
            text = b"" if answer.streaming else answer.content
            if answer.status_code >= 400 or not (
                name in FILES or w.CANARY.encode() in text or MEMBER.encode() in text
            ):
                continue
            shown.add(name)
            if not readings:
                unread.append(f"{who} {address}")
    assert unread == []
    assert set(Reading.objects.values_list("page", flat=True)) <= set(PAGES), (
        "the audit trail names pages as their readers know them"
    )
    assert shown >= SHOW_HER | FILES


def test_what_is_looked_up_leaves_a_reading(world: w.World, words: dict[str, list[Any]]) -> None:
    """Searches and autosave are posted."""
    ada = w.signed_in(world, "ada", "denver")
    by_name = {"last_name": w.CANARY, "first_name": "Carol", "birth_date": "1960-12-15"}
    for address, typed in (
        ("/consumers", {"member_id": MEMBER}),
        ("/consumers", by_name),
        ("/create", {"contract": w.CO, "category": "outpatient", "member_id": MEMBER}),
    ):
        before = Reading.objects.count()
        answer = ada.post(address, typed, follow=True)
        assert f"Carol {w.CANARY}" in answer.content.decode(), address
        assert Reading.objects.count() > before, address
    saved = ada.post(
        f"/drafts/{words['draft'][0]}/save", {"changes": {}}, content_type="application/json"
    )
    assert saved.status_code == 200
    found = Reading.objects.filter(page="consumers", subject_kind="consumer")
    assert [one.subject_ids for one in found] == [[str(world.consumers["carol"])]] * 2


def test_search_by_number_leads_to_a_page_that_leaves_a_reading(
    world: w.World, words: dict[str, list[Any]]
) -> None:
    answer = w.signed_in(world, "ada", "denver").get(f"/search?q={words['number'][0]}", follow=True)
    assert answer.status_code == 200
    assert Reading.objects.filter(page="case_page", subject_kind="case").count() == 1


def test_a_page_that_cannot_be_logged_is_not_shown(
    world: w.World, words: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the list of what was read, the walk would find nothing."""
    monkeypatch.setattr(
        "precert.conduct.reading_list.ReadingList.add", lambda self, kind, *ids: None
    )
    before = Reading.objects.count()
    assert w.CANARY in w.signed_in(world, "grace").get("/queue").content.decode()
    assert Reading.objects.count() == before
