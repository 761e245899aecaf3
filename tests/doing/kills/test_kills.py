"""kill -9 of server and worker at random moments while requests are submitted and determinations
issued.

Afterwards: nothing acknowledged is lost, nothing is half done, every letter and notice is there in
the end, and who sent again under the same key after a kill has got the same answer.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from precert.cases.models import (
    Case,
    CaseState,
    Content,
    Determination,
    Diagnosis,
    Draft,
    Issue,
    Line,
    Party,
    Request,
    RequestState,
)
from precert.documents import store
from precert.jobs import worker
from precert.journal.delivery import LEASE, LONGEST_RETRY
from precert.journal.models import Entry, Errand
from precert.letters.models import Letter
from precert.transports.models import Delivery
from tests import world as w
from tests.doing.races import requests as r

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PATIENCE = 900  # seconds for everything to be done in spite of the kills


class Clinic:
    """The processes under test: the one that forks, and at most one server and one worker."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.folder = folder
        self.log = (folder / "clinic.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.doing.kills.clinic"],
            cwd=ROOT,
            env=environment
            | {
                "PRECERT_MODE": "demo",
                "PRECERT_DATABASE_POOLED": "false",
                "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        self.pids: dict[str, int] = {}
        self.kills: defaultdict[str, int] = defaultdict(int)

    def ready(self) -> None:
        """Wait until it can fork."""
        assert self.answer() == "ready", (self.folder / "clinic.log").read_text()[-3000:]

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def runs(self, kind: str) -> bool:
        return kind in self.pids and Path(f"/proc/{self.pids[kind]}").exists()

    def start(self, kind: str) -> None:
        """A fresh server or worker, unless it runs."""
        if not self.runs(kind):
            assert self.process.stdin is not None
            self.process.stdin.write(f"{kind}\n")
            self.process.stdin.flush()
            self.pids[kind] = int(self.answer())

    def kill(self, kind: str) -> None:
        """Kill -9, by its own process id."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pids[kind], signal.SIGKILL)
            self.kills[kind] += 1
        while self.runs(kind):
            time.sleep(0.001)

    def close(self) -> None:
        for kind in self.pids:
            self.kill(kind)
        self.process.communicate(timeout=20)  # the end of its input ends it
        self.log.close()


@pytest.fixture
def clinic(environment: dict[str, str], tmp_path: Path) -> Iterator[Clinic]:
    clinic = Clinic(environment, tmp_path)
    try:
        clinic.ready()
        yield clinic
    finally:
        clinic.close()


def acknowledged(folder: Path) -> dict[str, dict[str, set[str]]]:
    """By kind of act, the answers that were given for each request."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in (folder / "acknowledged").read_text().splitlines():
        kind, request, answer = line.split()
        found[kind][request].add(answer)
    return found


def kill_until_done(clinic: Clinic, count: int, chance: random.Random, longest: float) -> None:
    """Server and worker are killed, each at its own random moments, until everything is issued."""
    begun = time.monotonic()
    while len(acknowledged(clinic.folder)["issued"]) < count:
        assert time.monotonic() - begun < PATIENCE, (clinic.folder / "clinic.log").read_text()[
            -3000:
        ]
        clinic.start("serve")
        clinic.start("work")
        time.sleep(chance.uniform(0.01, longest))
        clinic.kill(chance.choice(("serve", "serve", "work")))
        longest *= (
            1.02  # where the machine is slow, lives grow long enough for something to get done
        )
    clinic.kill("work")


@pytest.mark.parametrize(
    ("count", "longest", "least"),
    [(24, 0.06, 15), pytest.param(200, 0.05, 100, marks=pytest.mark.torture)],
)
@pytest.mark.req("WIZ-12", "REV-04", "COM-04")
@pytest.mark.req("COM-06", part="none lost")
@pytest.mark.req("OPS-02", part="kills")
def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_half_done(
    world: w.World,
    many: Any,
    clinic: Clinic,
    now: datetime,
    tmp_path: Path,
    count: int,
    longest: float,
    least: int,
    mailbox: list[Any],
) -> None:
    drafts = [r.ready(consumer, world.ada, now) for consumer in many(count)]
    (tmp_path / "acknowledged").write_text(
        "".join(f"reviewed {draft} {r.version_of(draft)}\n" for draft in drafts)
    )
    kill_until_done(clinic, count, random.Random(count), longest)
    assert sum(clinic.kills.values()) >= least, clinic.kills
    print(f"{connection.vendor}: killed {dict(clinic.kills)}")
    run_until_quiet(now)
    answers = acknowledged(tmp_path)
    for draft in drafts:
        whole(draft, answers, now)
    assert Case.objects.count() == Request.objects.count() == Issue.objects.count() == count
    assert not Errand.objects.filter(done_at=None).exists()
    assert Letter.objects.count() == 2 * count
    assert Case.objects.values("number").distinct().count() == count
    sound()


def run_until_quiet(now: datetime) -> None:
    """The worker that is not killed: it waits for the leases of the dead to end, then finishes
    their work.
    """
    for wait in (timedelta(), LEASE * 2, LONGEST_RETRY * 2):
        worker.run_once(now + timedelta(hours=1) + wait)


def whole(draft: UUID, answers: dict[str, dict[str, set[str]]], now: datetime) -> None:
    """One case, whole, with the number that was acknowledged every time; one issue with its letters
    and notices.
    """
    case = Case.objects.get(requests=draft)
    issue = Issue.objects.get(request=draft)
    assert answers["submitted"][str(draft)] <= {case.number}
    assert answers["issued"][str(draft)] == {str(issue.pk)}
    assert Draft.objects.get(pk=draft).state == Draft.SUBMITTED
    assert (
        CaseState.objects.get(pk=case.pk).status
        == RequestState.objects.get(pk=draft).status
        == "completed"
    )
    content = Content.objects.get(request=draft)
    assert (
        Line.objects.filter(content=content).count(),
        Diagnosis.objects.filter(content=content).count(),
    ) == (1, 1)
    assert Party.objects.filter(case=case).count() == 2
    assert Determination.objects.get(request=draft).issue_id == issue.pk
    for verb in ("request.submitted", "request.taken", "determination.issued"):
        assert Entry.objects.filter(verb=verb, case_id=case.pk).count() == 1
    letters = Letter.objects.filter(cause_kind="issue", cause_id=str(issue.pk)).select_related(
        "file"
    )
    assert sorted(letter.template for letter in letters) == ["approval-member", "approval-provider"]
    assert all(store.content(letter.file).startswith(b"%PDF") for letter in letters)
    told = Entry.objects.filter(
        case_id=case.pk, verb__in=["request.taken", "determination.issued"]
    ).values_list("pk", flat=True)
    assert sorted(
        Delivery.objects.filter(entry__in=told, state="sent").values_list("entry", flat=True)
    ) == sorted(told)


def sound() -> None:
    """SQLite's file is sound in itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
