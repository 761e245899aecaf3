"""A server and a worker to be killed. Run as a module by `test_kills`; the settings come from the
environment.

It prepares Django once and then forks a child for every line it reads: `serve` submits and issues
what is not acknowledged yet,
`work` delivers. It answers each line with the child's process id, and ends with its input. What the
child has been told is done it appends to the file `acknowledged` in the folder of PRECERT_DATA, one
line an answer: only then would a person have seen it.
"""

import ctypes
import os
import queue
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
django.setup()

from django.db import connections  # noqa: E402 - needs the set-up

from precert.cases.actions.issue_determination import (  # noqa: E402
    IssueDetermination,
)
from precert.cases.actions.submit import Submit, SubmitInput  # noqa: E402
from precert.cases.models import Draft, WorkingDecision  # noqa: E402
from precert.conduct.actor import Actor  # noqa: E402
from precert.conduct.perform import perform  # noqa: E402
from precert.contracts.queries import all_current  # noqa: E402
from precert.jobs import worker  # noqa: E402
from precert.kit import clock  # noqa: E402
from precert.people import queries as people  # noqa: E402
from precert.people.models import Account  # noqa: E402
from tests import world as w  # noqa: E402

NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
THREADS = 3
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
FOLDER = Path(os.environ["PRECERT_DATA"])
ACKNOWLEDGED = FOLDER / "acknowledged"


def acknowledge(*words: object) -> None:
    """One write of one line: it is in the file whole or not at all, even if this process is killed
    next.
    """
    handle = os.open(ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, (" ".join(str(word) for word in words) + "\n").encode())
    os.close(handle)


def acknowledged(path: Path = ACKNOWLEDGED) -> list[list[str]]:
    """The lines so far, as words."""
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def actor(name: str, provider: int | None = None) -> Actor:
    """A character of the tests' world."""
    return people.actor_for(Account.objects.get(username=name), provider, NOW)


def submit(draft: UUID, version: int, ada: Actor) -> None:
    """Submit under the draft's own key, as a page that is sent again would."""
    answer = perform(
        Submit,
        SubmitInput(draft, version, agreed=True, confirmed=True),
        ada,
        NOW,
        key=f"submit-{draft}",
    ).answer
    acknowledge("submitted", draft, answer["case"])


def issue(request: UUID, grace: Actor) -> None:
    """Take, decide, issue; go on where a killed predecessor stopped. The intention is on record
    before Issue is sent.
    """
    meant = [words[2] for words in acknowledged() if words[:2] == ["issuing", str(request)]]
    if not meant:
        if w.review(request).worker_id is None:
            w.take(request, grace, NOW)
        if not WorkingDecision.objects.filter(pk=request).exists():
            w.decide(request, grace, NOW, w.APPROVE)
        meant = [str(WorkingDecision.objects.get(pk=request).version)]
        acknowledge("issuing", request, meant[0])
    version = int(meant[-1])
    answer = perform(
        IssueDetermination,
        w.to_issue(request, version),
        grace,
        NOW,
        key=f"issue-{request}",
    ).answer
    acknowledge("issued", request, answer["issue"])


def serve() -> None:
    """Do what is not acknowledged, with a few threads, each with its own connection."""
    done = {tuple(words[:2]) for words in acknowledged()}
    versions = {
        row.pk: int(words[2])
        for words in acknowledged()
        if words[0] == "reviewed"
        for row in [Draft(pk=UUID(words[1]))]
    }
    jobs: queue.SimpleQueue[UUID] = queue.SimpleQueue()
    for draft in versions:
        if ("issued", str(draft)) not in done:
            jobs.put(draft)

    def work() -> None:
        ada, grace = (
            actor("ada", Draft.objects.get(pk=next(iter(versions))).provider_id),
            actor("grace"),
        )
        while True:
            try:
                draft = jobs.get_nowait()
            except queue.Empty:
                return
            if ("submitted", str(draft)) not in done:
                submit(draft, versions[draft], ada)
            issue(draft, grace)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def deliver() -> None:
    """The worker, on a clock that starts at the tests' moment and doesn't rest long."""
    begun = time.monotonic()
    worker.PAUSE = 0.02
    clock.now = lambda: NOW + timedelta(seconds=time.monotonic() - begun)
    worker.run(threading.Event())


def main() -> None:
    """Fork a child for each line."""
    all_current()  # the packs are parsed once, not in every child
    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    libc = ctypes.CDLL(None)
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            libc.prctl(
                DIE_WITH_PARENT, signal.SIGKILL
            )  # a run that is broken off leaves nothing behind
            {"serve": serve, "work": deliver}[line.strip()]()
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
