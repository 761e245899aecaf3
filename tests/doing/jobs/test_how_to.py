"""The examples of the how-to pages, run as they stand there: each shelf takes the file that its
page shows.
"""

import importlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.management import call_command

from precert.cases import edits as shelf_of_edits
from precert.cases.edits import _run
from precert.cases.queries.case_file import case_file
from precert.contracts import queries as contracts
from precert.documents import keys, store
from precert.documents.models import StoredFile
from precert.jobs import worker
from precert.jobs.reference import edits, letters, notices
from precert.journal import recording
from precert.letters import catalog
from precert.letters.queries import for_case
from precert.letters.shelf import wanted
from precert.notices import catalog as shelf_of_notices
from precert.notices import consumers
from precert.people.models import Account
from tests import world as w
from tests.architecture.source import ROOT
from tests.deciding.cases.building import CO, OUTPATIENT, changed, procedure
from tests.harness.how_to import blocks, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Puts the example of a page onto a shelf, as if it were written there; the module, if it is
    one.
    """

    def onto(package: ModuleType, page: str, language: str = "python") -> Any:
        file = (
            tmp_path / named(page, package.__name__.removeprefix("precert.").replace(".", "/"))[0]
        )
        file.write_text(blocks(page, language)[0])
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
        if file.suffix == ".py":
            monkeypatch.delitem(sys.modules, f"{package.__name__}.{file.stem}", raising=False)
            return importlib.import_module(f"{package.__name__}.{file.stem}")
        return None

    _run.edits.cache_clear()
    yield onto
    _run.edits.cache_clear()


@pytest.mark.req("EDT-08")
def test_an_edit_is_added_as_its_page_says(drop: Any) -> None:
    drop(shelf_of_edits, "add-an-edit.md")
    _run.edits.cache_clear()
    saturday, monday = (
        replace(OUTPATIENT, lines=(procedure("97110", start, "2026-07-20"),))
        for start in ("2026-06-13", "2026-06-15")
    )
    [finding] = [f for f in _run.run(saturday, CO) if f.code == "weekend_start"]
    assert (finding.severity, finding.path, finding.line) == ("warning", "line/k1/start", "k1")
    assert [f for f in _run.run(monday, CO) if f.code == "weekend_start"] == []
    [severity] = re.findall(r'weekend_start = "(\w+)"', blocks("add-an-edit.md", "toml")[0])
    softer = changed(CO, rules__severity={"weekend_start": severity})
    assert [f.severity for f in _run.run(saturday, softer) if f.code == "weekend_start"] == [
        severity
    ]
    assert "## weekend_start" in edits.page()


@pytest.mark.req("COM-04")
@pytest.mark.usefixtures("mailbox")
def test_a_letter_is_added_as_its_page_says(drop: Any, now: datetime) -> None:
    drop(catalog, "add-a-letter.md", "typst")
    world = w.build(now)
    answer = w.submitted(world, now)
    w.issue(UUID(answer["request"]), world.grace, now)
    worker.run_once(now)
    case = case_file(world.ada, answer["case"])
    assert case is not None
    assert f"Summary-{answer['case']}-01.pdf" in [
        letter.file_name for letter in for_case(world.ada, case.row.pk)
    ]
    assert "`Summary`" in letters.page()


@pytest.mark.req("CON-09", part="letter templates")
def test_a_letter_of_a_pack_is_added_as_its_page_says(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "letters").mkdir()
    source, entry = blocks("add-a-letter.md", "typst")[0], blocks("add-a-letter.md", "toml")[0]
    (folder / "letters" / "approval.typ").write_text(source)
    toml = folder / "contract.toml"
    text, replaced = re.subn(
        r'\[\[letters\]\]\nid = "approval-provider"\n(?:\w.*\n)*', lambda _: entry, toml.read_text()
    )
    assert replaced == 1
    toml.write_text(text)
    call_command("load_packs", folder, verbosity=0)
    [letter] = [
        one for one in wanted(contracts.current("wy-um"), "approved") if one.audience == "provider"
    ]
    assert (letter.file_name, letter.source) == ("PA-UMApproval", source)


@pytest.mark.req("COM-06", part="status")
@pytest.mark.usefixtures("mailbox")
def test_a_notice_is_added_as_its_page_says(
    drop: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(shelf_of_notices, "add-a-notice.md")
    monkeypatch.setattr(
        recording, "_handlers", {verb: dict(found) for verb, found in recording._handlers.items()}
    )
    recording.listen(importlib.reload(consumers).HANDLERS)  # as the next start does
    world = w.build(now)
    number = w.submitted(world, now)["case"]
    worker.run_once(now)
    [message] = [m for m in mail.outbox if "received" in m.subject]
    assert (message.to, number in message.subject, w.CANARY in message.body) == (
        ["ada@example.org"],
        True,
        False,
    )
    assert "`submission_receipt`" in notices.page()


def copied(folder: Path) -> Path:
    """The pack that the first commands of the page make, in `folder`."""
    (folder / "src").symlink_to(ROOT / "src")
    subprocess.run(["bash", "-euc", blocks("add-a-contract.md", "sh")[0]], cwd=folder, check=True)
    return folder / "packs" / "wy-um"


@pytest.mark.req("CON-11", part="loading")
def test_a_contract_is_added_as_its_page_says(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    schema = blocks("add-a-contract.md", "toml")[0]
    (folder / "contract.toml").write_text(schema + (folder / "contract.toml").read_text())
    check, load = (words.split()[1:] for words in blocks("add-a-contract.md", "sh")[1:])
    call_command(check[0].replace("-", "_"), tmp_path / check[1], verbosity=0)
    call_command(load[0].replace("-", "_"), tmp_path / load[1], verbosity=0)
    pack = contracts.current("wy-um").pack
    assert (pack.name, pack.state) == ("WY UM", "WY")
    assert {"co-um", "ms-state-um", "wy-um"} <= {one.pack.id for one in contracts.all_current()}


def test_document_keys_are_rotated_as_the_page_says(
    now: datetime, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DOCUMENT_KEYS = ["2026a:" + "0a" * 32]
    stored = store.store_generated(
        "letter.pdf", "application/pdf", b"%PDF-1.7 kept", now, "worker:test"
    )
    settings.DOCUMENT_KEYS = ["2026b:" + "0b" * 32, "2026a:" + "0a" * 32]
    call_command(blocks("rotate-keys.md", "sh")[1].split()[1].replace("-", "_"))
    assert "now depend on the newest key only" in capsys.readouterr().out
    settings.DOCUMENT_KEYS = ["2026b:" + "0b" * 32]
    assert keys.ring().newest == "2026b"
    assert store.content(StoredFile.objects.get(pk=stored.pk)) == b"%PDF-1.7 kept"


@pytest.mark.usefixtures("mailbox")
def test_the_first_account_is_made_as_the_page_says() -> None:
    [command] = [one for one in blocks("run-in-production.md", "sh") if "add-staff" in one]
    call_command("add_staff", *shlex.split(command)[2:])
    account = Account.objects.get(username="admin")
    assert (account.staff, account.has_usable_password()) == (True, False)
    [message] = mail.outbox
    assert message.to == ["admin@your-domain.org"]


def test_the_settings_of_the_page_let_production_start(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("bT7#kq9-Zx2!mW5_eR8$yU1+oP4=aS6^dF3*gH0~jK%nLqW3v-zXcVb")
    given = dict(
        line.split("=", 1) for line in blocks("run-in-production.md", "sh")[0].splitlines()
    )
    given = {name: value.strip('"') for name, value in given.items()}
    given |= {
        "PRECERT_SECRET_KEY_FILE": str(secret),
        "PRECERT_DOCUMENT_KEYS": "2026a:" + bytes(range(7, 39)).hex(),
    }
    env = {
        name: value for name, value in os.environ.items() if not name.startswith("PRECERT_")
    } | given
    program = (
        "import django; django.setup(); from precert.config.checks import unsafe; print(unsafe())"
    )
    env["DJANGO_SETTINGS_MODULE"] = "precert.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
