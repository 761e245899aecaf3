"""The tripwire: a test in which the canary person gets into a log, a mail or the journal fails, and
no other does.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from tests import world as w
from tests.harness import tripwire
from tests.harness.template import ROOT

HEAD = """
import logging
import pytest
from datetime import UTC, datetime
from django.core import mail
from precert.journal.models import Errand
from precert.journal.recording import By, record
from tests.world import CANARY

NOW = datetime(2026, 6, 9, tzinfo=UTC)
log = logging.getLogger("precert.somewhere")


def entry(**data):
    return record("thing.done", "thing", "1", by=By("person", "1", "Ada"), at=NOW, data=data)

"""
LEAKS = {
    "debug_message": "log.debug('saved %s', CANARY)",
    "extra": "log.info('saved', extra={'name_of': CANARY})",
    "traceback": (
        "try:\n        raise ValueError(CANARY)\n    except ValueError:\n       "
        " log.exception('failed')"
    ),
    "mail_text": (
        "mail.send_mail('Hello', f'Dear {CANARY}, ' + 'é' * 200, None, ['ada@example.org'])"
    ),
    "mail_subject": "mail.send_mail(f'é {CANARY}', 'Hello', None, ['ada@example.org'])",
    "mail_attachment": (
        "m = mail.EmailMessage('a', 'b', None, ['a@example.org']); m.attach('a.txt', CANARY * 9,"
        " 'text/plain'); m.send()"
    ),
    "journal": "entry(reason=f'for {CANARY}')",
    "delivery": (
        "Errand.objects.create(entry=entry(), consumer='x', next_at=NOW, error=f'ValueError:"
        " {CANARY}')"
    ),
}
CLEAN = {
    "quiet": (
        "log.info('saved'); entry(case=1); mail.send_mail('Hello', 'A case changed.', None,"
        " ['ada@example.org'])"
    ),
    "own_tables": (
        "from precert.registry.models import Consumer;"
        " list(Consumer.objects.filter(last_name=CANARY))"
    ),
}


def test_a_leak_fails_its_test_and_nothing_else_does(tmp_path: Path) -> None:
    tests = [
        f"@pytest.mark.django_db\ndef test_{name}():\n    {body}\n"
        for name, body in (LEAKS | CLEAN).items()
    ]
    (tmp_path / "test_sample.py").write_text(HEAD + "\n\n".join(tests))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.conftest",
        "-rA",
        f"--rootdir={ROOT}",
    ]
    command += ["-c", str(ROOT / "pyproject.toml"), "--confcutdir", str(ROOT), str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ.copy(), capture_output=True, text=True, check=False
    )
    ended = {
        line.split("::")[1].split()[0]: line.split()[0]
        for line in done.stdout.splitlines()
        if line.startswith(("PASSED", "FAILED"))
    }
    assert ended == {f"test_{name}": "FAILED" for name in LEAKS} | {
        f"test_{name}": "PASSED" for name in CLEAN
    }, done.stdout + done.stderr
    assert done.stdout.count("the canary person got out: ") >= len(LEAKS)


def test_the_canary_is_carol_and_the_library_that_is_exempt_is_the_query_counter() -> None:
    assert tripwire.CANARY == w.CANARY
    assert tripwire.EXEMPT == ("django.db.backends",)


@pytest.mark.django_db
def test_a_broken_transaction_is_not_asked() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        assert tripwire.journaled() == []
