"""A verb is one file: the two of the how-to page are dropped onto the shelf, a provider's and a
reviewer's, and are found in menus, lists, desk, page, refusals, timeline, audit trail and reference.
"""

import importlib
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from precert.cases import actions as shelf_of_actions
from precert.cases import statuses
from precert.cases.models import Attachment, Note, Request
from precert.contracts import loader
from precert.contracts.pack_reader import SHIPPED
from precert.jobs import worker
from precert.jobs.reference import actions, permissions, workflow
from precert.journal import recording
from precert.journal.event import Event
from precert.notices import consumers
from precert.work.models import WorkItem
from tests import world as w
from tests.deciding.documents.samples import pdf
from tests.doing.cases.test_offers import DENY
from tests.doing.people.helping import staff
from tests.harness.how_to import blocks, named
from tests.harness.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.req("ACT-09", part="one file a verb")]
PAGE = "add-an-action.md"
ASK, RETURN = "Ask for a second look", "Return to nurse review"
EVENTS = ("request.returned", "second-look.asked")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both files of the page lie on the shelf."""
    files = named(PAGE, "cases/actions")
    for name, code in zip(files, blocks(PAGE, "python"), strict=True):
        (tmp_path / name).write_text(code)
    monkeypatch.setattr(shelf_of_actions, "__path__", [*shelf_of_actions.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    recording.listen(importlib.reload(consumers).HANDLERS)  # as the server does when it starts
    yield
    for name in files:
        sys.modules.pop(f"{shelf_of_actions.__name__}.{Path(name).stem}", None)
        statuses.TABLE.pop(Path(name).stem, None)
    for verb in EVENTS:
        Event.known.pop(verb, None)
        recording._handlers.pop(verb, None)


@pytest.fixture
def _mailbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def world(now: datetime, tmp_path: Path) -> w.World:
    """CO UM has the key of the page."""
    made = w.build(now)
    folder = tmp_path / "packs" / w.CO
    shutil.copytree(SHIPPED / w.CO, folder)
    with (folder / "contract.toml").open("a") as pack:
        pack.write("\n" + blocks(PAGE, "toml")[0])
    loader.load_folder(folder, now)
    return made


@pytest.fixture
def made(world: w.World, now: datetime) -> dict[str, str]:
    """Ada's request: its id and its case's number."""
    return w.submitted(world, now)


def address(made: dict[str, str]) -> str:
    return f"/cases/{made['case']}/requests/1/ask_second_look"


def places(world: w.World, ada: Client, made: dict[str, str]) -> dict[str, str]:
    """Every page where what can be done with a request is listed."""
    consumer = f"/consumers/{w.reference(ada, world.consumers['carol'])}"
    pages = {"case": f"/cases/{made['case']}", "consumer": consumer, "list": "/cases"}
    return {name: ada.get(page).content.decode() for name, page in pages.items()}


def filled(page: str, **typed: object) -> dict[str, object]:
    """The form of the page with what is typed into it."""
    kept = re.findall(r'name="kept" value="([^"]*)"', page)
    [key] = re.findall(r'name="key" value="([^"]*)"', page)
    return {"key": key, "kept": kept, **typed}


def test_a_providers_verb_is_off_everywhere_before_its_time_and_refused_in_the_same_words(
    world: w.World, made: dict[str, str]
) -> None:
    ada = w.signed_in(world, "ada", "denver")
    for name, page in places(world, ada, made).items():
        assert "Ask for a second look: This request is Submitted." in page, name
    refused = ada.post(address(made), {"key": "k", "note": "x", "topic": "error"})
    assert refused.status_code == 409
    assert "This request is Submitted." in text(refused)
    assert not Note.objects.exists()


@pytest.mark.usefixtures("_mailbox")
def test_a_providers_verb_is_offered_asked_for_and_carried_out(
    world: w.World, made: dict[str, str], now: datetime
) -> None:
    w.issue(UUID(made["request"]), world.paul, now, DENY)
    ada = w.signed_in(world, "ada", "denver")
    for name, page in places(world, ada, made).items():
        assert (f'href="{address(made)}"' in page) is (name != "list"), name  # decided: not listed
        assert name == "list" or "until 06/24/2026 23:59 MDT" in page, name
    page = ada.get(address(made)).content.decode()
    for words in ("What is new?", "Why should it be looked at again?", "New records", "Files"):
        assert words in page, words
    empty = ada.post(address(made), filled(page, step="look"))
    assert empty.status_code == 422
    for field, words in (("f-topic", "Say what is new."), ("f-note", "Say why.")):
        assert re.search(f'id="{field}-error"[^>]*>{words}', empty.content.decode()), field
    file = SimpleUploadedFile("Scan.pdf", pdf(), content_type="application/pdf")
    typed = {"topic": "records", "note": "The scan of May shows it."}
    chosen = {"document_type": "medical-record", "files": file}
    look = ada.post(address(made), filled(page, step="look", **typed, **chosen)).content.decode()
    assert "It can&#x27;t be taken back." in look
    assert "Scan.pdf" in look
    sent = filled(look, step="send", **typed)
    for _ in range(2):  # pressed twice: done once
        assert ada.post(address(made), sent)["Location"] == f"/cases/{made['case']}"
    assert Note.objects.get().text == "The scan of May shows it."
    assert Attachment.objects.get().file.name == "Scan.pdf"
    assert "Second look asked for" in text(ada.get(f"/cases/{made['case']}"))
    assert Request.objects.get().state.revision == 1
    staff(world, "adam", "administrator")
    audit = w.signed_in(world, "adam").get("/audit", follow=True)
    assert "Asked for a second look" in text(audit)
    worker.run_once(now)
    number = made["case"]
    subjects = [one.subject for one in mail.outbox if one.to == ["ada@example.org"]]
    assert subjects.count(f"Case {number} will be looked at again") == 1


def test_a_providers_verb_ends_with_its_window_in_the_same_words(
    world: w.World, made: dict[str, str], now: datetime, clock: time_machine.Traveller
) -> None:
    w.issue(UUID(made["request"]), world.paul, now, DENY)
    world.now = datetime(2026, 6, 25, 6, 0, tzinfo=UTC)
    clock.move_to(world.now)
    ada = w.signed_in(world, "ada", "denver")
    why = "This was available until 06/24/2026 23:59 MDT."
    assert f"{ASK}: {why}" in ada.get(f"/cases/{made['case']}").content.decode()
    assert why in text(ada.get(address(made)))
    late = ada.post(address(made), {"key": "k", "note": "Late", "topic": "records"})
    assert late.status_code == 409
    assert why in text(late)
    assert "Late" in text(late)
    assert not Note.objects.exists()


def test_a_reviewers_verb_stands_on_the_desk_and_is_carried_out(
    world: w.World, made: dict[str, str], now: datetime
) -> None:
    desk = f"/review/{made['request']}"
    WorkItem.objects.update(level=statuses.PHYSICIAN)
    paul = w.signed_in(world, "paul")
    why = "You do not hold this request. Take it first."
    for page in (desk, f"/queue/{made['request']}", f"/cases/{made['case']}"):
        assert f"{RETURN}: {why}" in unescape(text(paul.get(page))), page
    refused = paul.post(f"{desk}/return_to_nurse")
    assert (refused.status_code, why in unescape(text(refused))) == (409, True)
    paul.post(f"{desk}/take")
    assert f'action="{desk}/return_to_nurse"' in paul.get(desk).content.decode()
    assert paul.post(f"{desk}/return_to_nurse")["Location"] == "/queue"
    assert w.review().level == statuses.NURSE
    assert "Returned to nurse review" in text(paul.get(f"/cases/{made['case']}"))
    ada = w.signed_in(world, "ada", "denver")
    assert "Returned to nurse review" not in text(ada.get(f"/cases/{made['case']}"))


def test_nobody_else_is_offered_it(world: w.World, made: dict[str, str]) -> None:
    grace, desk = w.signed_in(world, "grace"), f"/review/{made['request']}"
    assert RETURN not in text(grace.get(desk))
    assert grace.get(f"{desk}/return_to_nurse").status_code == 403
    assert grace.post(f"{desk}/return_to_nurse").status_code == 403
    assert grace.get(f"{desk}/no_such_verb").status_code == 404
    mallory = w.signed_in(world, "mallory", "mallory")
    assert mallory.get(address(made)).status_code == 404


def test_the_reference_pages_list_both() -> None:
    for verb in ("return_to_nurse", "ask_second_look"):
        assert f"`{verb}`" in actions.page()
        assert verb in permissions.page()
    assert "`ask_second_look`" in workflow.page()
