"""Every route that answers with a page, visited as whom it is for, with something on it, at two
widths.

The list is checked against the routes there are: a page that isn't listed here fails.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Page, Response
from pytest_django import Settings

from precert.cases.actions.add_note import AddNote, AddNoteInput
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
from precert.kit import clock
from precert.people.models import Account, GroupProvider
from tests import world as w
from tests.browser import arriving, changing, enrolling, stepping
from tests.browser.sign_in import days, deliver, sign_in
from tests.deciding.documents.samples import pdf
from tests.doing.cases.asking import ANSWERS, IMAGING
from tests.doing.people import helping
from tests.harness.registering import invite

MOST_BYTES = 100_000  # UX.md: a page's own HTML
SIZES = ({"width": 1280, "height": 800}, {"width": 320, "height": 640})
PUBLIC, PROVIDER, STAFF, SUPERVISOR, SUPPORT, ADMINISTRATOR = (
    "",
    "ada",
    "grace",
    "sam",
    "sue",
    "adam",
)
NEWCOMER, REGISTERED, READER = "newcomer", "registered", "reader"
ENROLLING, ADDING, STEPPING = "enrolling", "adding", "stepping"
ARRIVING = {
    NEWCOMER: arriving.newcomer,
    REGISTERED: arriving.registered,
    READER: arriving.reader,
    ENROLLING: enrolling.registering_person,
    ADDING: enrolling.adding_person,
}
ARRIVING[STEPPING] = stepping.stepping_person
CHANGING = "changing"
ARRIVING[CHANGING] = changing.changing_person
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
DAYS = {"line/k1/start": days(7), "line/k1/end": days(36), "line/k1/duration": "30"}

# route: (who, address). {case}, {draft} and so on are filled from what `filled` makes.
PAGES: dict[str, tuple[str, str]] = {
    "login": (PUBLIC, "/login"),
    **{f"login_{step}": (STEPPING, f"/login/{path}") for step, path in stepping.PAGES.items()},
    "recovery_left": (PROVIDER, "/login/recovery/left"),
    "sessions": (PROVIDER, "/profile/sessions?ended=1"),
    "register": (PUBLIC, "/register"),
    "register_sent": (PUBLIC, "/register/sent?again=1"),
    "register_resend": (PUBLIC, "/register/resend"),
    "register_contact": (NEWCOMER, "/register/contact"),
    "register_address": (REGISTERED, "/register/address"),
    "registration": (PUBLIC, "/registration/{token}"),
    "terms": (READER, "/terms"),
    "enrol": (PUBLIC, "/enrol"),
    **{f"enrol_{step}": (ENROLLING, f"/enrol/{path}") for step, path in enrolling.PAGES.items()},
    "security": (PROVIDER, "/profile/security"),
    "security_prove": (PROVIDER, "/profile/security/prove"),
    "security_show": (ADDING, "/profile/security/show"),
    "security_codes": (ADDING, "/profile/security/codes"),
    "security_name": (ADDING, f"/profile/security/name/{enrolling.NAMED}"),
    **{
        f"security_add_{step}": (ADDING, f"/profile/security/add{path}")
        for step, path in enrolling.ADDING.items()
    },
    "forgot_password": (PUBLIC, "/password/forgot?late=1"),
    "forgot_code": (CHANGING, "/password/forgot/code?sent=1"),
    "forgot_new": (CHANGING, "/password/forgot/new"),
    "change_password": (PROVIDER, "/password/change"),
    "change_password_code": (CHANGING, "/password/change/code"),
    "change_password_new": (CHANGING, "/password/change/new"),
    "profile": (CHANGING, "/profile?saved=1"),
    "profile_email": (CHANGING, "/profile/email"),
    "demo_mail": (PUBLIC, "/demo/mail"),
    "demo_phone": (PUBLIC, "/demo/phone"),
    "gallery": (PUBLIC, "/gallery"),
    "gallery_public": (PUBLIC, "/gallery/public"),
    "gallery_error": (PUBLIC, "/gallery/error/404"),
    "context": (PROVIDER, "/context"),
    "home": (PROVIDER, "/"),
    "search": (PROVIDER, "/search?q=no-number"),
    "cases": (PROVIDER, "/cases"),
    "case_page": (PROVIDER, "/cases/{decided}"),
    "case_summary": (PROVIDER, "/cases/{decided}/summary"),
    "case_questionnaire": (PROVIDER, "/cases/{case}/questionnaires/{answers}"),
    "request_verb": (PROVIDER, "/cases/{case}/requests/1/answer_information"),
    "review_verb": (STAFF, "/review/{open}/request_information"),
    "consumers": (PROVIDER, "/consumers"),
    "consumer_page": (PROVIDER, "/consumers/{consumer}"),
    "help_contact": (PROVIDER, "/help"),
    "help_guide": (PROVIDER, "/help/guide"),
    "help_faq": (PROVIDER, "/help/faq"),
    "help_releases": (PROVIDER, "/help/releases"),
    "help_passwords": (PROVIDER, "/help/passwords"),
    "help_resources": (PROVIDER, "/help/resources"),
    "create_case": (PROVIDER, "/create?consumer={consumer}"),
    "draft_page": (PROVIDER, "/drafts/{draft}"),
    "wizard_provider": (PROVIDER, "/drafts/{draft}/provider/servicing?name=hospital"),
    "questionnaire": (PROVIDER, "/drafts/{imaging}/questionnaires/imaging"),
    "wizard_submit": (PROVIDER, "/drafts/{draft}/submit"),
    "wizard_step": (PROVIDER, "/drafts/{draft}/requests?check=1"),
    "queue": (STAFF, "/queue"),
    "review": (STAFF, "/review/{open}"),
    "letter_preview": (STAFF, "/review/{open}/letter/provider"),
    "failures": (SUPERVISOR, "/failures"),
    "setup": (PROVIDER, "/setup?open={place}"),
    "setup_users": (PROVIDER, "/setup/users?open={ben}"),
    "setup_add_user": (PROVIDER, "/setup/providers/{place}/add-user"),
    "setup_register_provider": (PROVIDER, "/setup/register-provider"),
    "setup_user": (PROVIDER, "/setup/users/{ben}"),
    "setup_delete": (PROVIDER, "/setup/users/{ben}/delete"),
    "setup_reset": (PROVIDER, "/setup/users/{ben}/reset"),
    "setup_unlock": (PROVIDER, "/setup/users/{ben}/unlock"),
    "setup_resend": (PROVIDER, "/setup/users/{ben}/resend"),
    "audit": (ADMINISTRATOR, "/audit"),
    "support": (SUPPORT, "/support"),
    "support_user": (SUPPORT, "/support/users/{locked}"),
    "support_give_role": (SUPPORT, "/support/users/{locked}/give-role"),
    "support_provider": (SUPPORT, "/support/providers/{provider}"),
}
STEPS = (
    "providers",
    "service",
    "diagnoses",
    "requests",
    "questionnaires",
    "attachments",
    "communications",
)
MORE: tuple[tuple[str, str], ...] = (
    (CHANGING, "/password/change/code?verified"),
    (STAFF, "/profile"),
    *((PROVIDER, f"/drafts/{{imaging}}/{step}?check=1") for step in STEPS),
    *((PUBLIC, f"/login?ended={why}") for why in ("idle", "stopped")),
    *((PUBLIC, f"/gallery/error/{status}") for status in (400, 403, 419, 500, 503)),
    (PUBLIC, "/registration/no-such-token"),
    (PROVIDER, "/cases/{case}"),
    (PROVIDER, "/no-such-page"),
    (STAFF, "/cases/{decided}"),
    (STAFF, "/consumers"),
    (SUPERVISOR, "/queue"),
    (ADMINISTRATOR, "/audit?since=&address=192.0.2.250"),
)
REFUSED = (
    "/registration/no-such",
    "/gallery/error/",
    "/no-such-page",
    "/letter/",
)  # answer with a page that says why not
# Routes that take something, answer data, a file or a part of a page; or send on.
NO_PAGES = {
    "logout", "idle", "kept", "healthz", "case_activity", "add_note", "document", "letter", "code_search", "draft_save", "draft_cancel",
    "draft_note", "draft_upload", "draft_file_remove", "draft_order", "draft_line", "questionnaire_save", "questionnaire_complete",
    "take_next", "queue_preview", "save_decision", "issue", "failure_again",
    "login_sso", "login_sso_back", "registration_again", "security_remove", "support_act", "issue_code", "revoke_code",
    "audit_export", "audit_people",
    "call_words", "call_pressed", "telephone_state", "demo_phone_use", "demo_phone_messages", "demo_phone_calls",
    "setup_roles", "setup_remove_role", "setup_user_save", "setup_user_cancel",
    "gallery_codes", "gallery_save", "gallery_upload", "gallery_order", "gallery_fresh",
}  # fmt: skip


def routes(resolver: URLResolver) -> Iterator[str]:
    """The names of all routes; a route without one fails."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one)
        else:
            assert one.name, one
            yield one.name


@pytest.fixture
def everywhere(settings: Settings) -> None:
    """As in the demonstration, which has more pages than any other installation."""
    settings.ROOT_URLCONF = "tests.browser.demo_urls"
    settings.MODE = "demo"


@pytest.mark.req("OPS-06")
def test_every_route_is_listed_once() -> None:
    there = list(routes(get_resolver("tests.browser.demo_urls")))
    assert sorted(there) == sorted([*PAGES, *NO_PAGES])


def submitted(world: w.World, values: dict[str, Any], *, asks: bool = False) -> dict[str, str]:
    """A request with a document, a note and, where asked, its questionnaire."""
    draft = w.draft(world, world.now)
    w.fill(world, draft, values | DAYS, world.ada, world.now)
    by = f"person:{world.accounts['ada']}"
    file = store.store(
        "Chart.pdf", "application/pdf", pdf(), UploadRules(10_000, False, ("pdf",)), world.now, by
    )
    perform(
        AttachDocument, AttachDocumentInput(draft, file.pk, "medical-record"), world.ada, world.now
    )
    if asks:
        given = {link: ([], answer) for link, answer in ANSWERS.items()}
        perform(
            AnswerQuestionnaire,
            AnswerQuestionnaireInput(draft, "imaging", given),
            world.ada,
            world.now,
        )
        perform(
            CompleteQuestionnaire,
            CompleteQuestionnaireInput(draft, "imaging"),
            world.ada,
            world.now,
        )
    made: dict[str, str] = w.submit(draft, world.ada, world.now)
    perform(
        AddNote,
        AddNoteInput(UUID(made["request"]), "external", "Walks 50 feet with a cane."),
        world.ada,
        world.now,
    )
    return made


def filled(world: w.World) -> dict[str, str]:
    """Something on every page; the words that the addresses need."""
    done = submitted(world, w.OUTPATIENT)
    denial = {
        "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "The notes show no decline.",
        "line/k1/other_criterion": "Function has declined", "line/k1/other_evidence": "Visit note of 1 June",
    }  # fmt: skip
    w.issue(UUID(done["request"]), world.paul, world.now, denial)
    deliver()
    waiting = submitted(world, IMAGING, asks=True)
    w.take(UUID(waiting["request"]), world.actor("nora"), world.now)
    question = RequestInformationInput(UUID(waiting["request"]), ("Notes of the last two visits",))
    perform(RequestInformation, question, world.actor("nora"), world.now)
    held = submitted(world, w.OUTPATIENT | {"line/k1/code": "97112"})
    w.take(UUID(held["request"]), world.grace, world.now)
    draft, imaging = w.draft(world, world.now), w.draft(world, world.now)
    w.fill(world, draft, w.OUTPATIENT | {"line/k1/quantity": None}, world.ada, world.now)
    w.fill(world, imaging, IMAGING, world.ada, world.now)
    helping.staff(world, SUPPORT, "support")
    helping.staff(world, ADMINISTRATOR, "administrator")
    helping.lock(world, "ben", world.now)
    Account.objects.filter(pk=world.accounts["rosa"]).update(registered_at=None)
    answers = Answers.objects.order_by("pk").first()
    assert answers
    return {
        "decided": done["case"], "case": waiting["case"], "answers": str(answers.pk), "open": held["request"],
        "draft": str(draft), "imaging": str(imaging),
        "locked": str(world.accounts["ben"]), "provider": str(world.providers["denver"]),
        "ben": str(world.accounts["ben"]), "place": str(GroupProvider.objects.get(provider=world.providers["denver"]).pk),
        "token": invite(world.accounts["rosa"], world.now),
    }  # fmt: skip


class Visitor:
    """Goes to a page and holds it against what every page must be."""

    def __init__(self, page: Page, axe: Callable[[Page], None], server: str) -> None:
        self.page = page
        self.axe = axe
        self.wrong: list[str] = []
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((server, "data:"))
                else self.wrong.append(f"asks {asked.url}")
            ),
        )
        page.on("response", self.seen)

    def seen(self, answer: Response) -> None:
        if answer.status >= 500 and "/gallery/error/" not in answer.url:
            self.wrong.append(f"{answer.status} {answer.url}")

    def visit(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer
        assert answer.ok or any(part in address for part in REFUSED), f"{answer.status} {address}"
        size = len(answer.body())
        assert size < MOST_BYTES, f"{address}: {size} bytes"
        assert re.match(r"text/html", answer.headers["content-type"]), address
        for viewport in SIZES:
            self.page.set_viewport_size(viewport)
            self.page.evaluate(TWO_FRAMES)  # what watches sizes has seen the new one
            self.axe(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= viewport["width"], (
                f"{address} is {wide} px wide at {viewport['width']} px"
            )
        assert self.wrong == [], address


@pytest.mark.req("OPS-06")
@pytest.mark.parametrize(
    "who", [*dict.fromkeys(who for who, _ in PAGES.values())], ids=lambda who: who or "public"
)
def test_every_page_is_accessible_small_and_fits(
    everywhere: None,
    new_page: Callable[..., Page],
    server: str,
    axe: Callable[[Page], None],
    who: str,
) -> None:
    world = w.build(clock.now())
    words = {} if who in ARRIVING else filled(world)
    page = new_page()
    if who in ARRIVING:
        ARRIVING[who](page, server, world)
    elif who:
        sign_in(page.context, server, world, who, "denver" if who == PROVIDER else None)
    if who == PROVIDER:  # a person is reached by what a page gives
        page.goto(f"/cases/{words['decided']}")
        found = page.locator('a[href^="/consumers/"]').first.get_attribute("href")
        words["consumer"] = str(found).rpartition("/")[2]
    visitor = Visitor(page, axe, server)
    for whose, address in (*PAGES.values(), *MORE):
        if whose == who:
            visitor.visit(address.format(**words))
