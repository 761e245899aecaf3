"""Letters a second: facts, PDF, encryption, file and row, by the worker as it runs; with one worker
process and with two.
"""

from functools import partial
from time import perf_counter

from django.db import connection

from bench.stage import NOW, apart, knob, seconds
from precert.jobs import worker
from precert.journal.models import Errand
from precert.kit import pdf
from precert.letters import making
from precert.letters.models import Letter
from precert.letters.queries import MAKER
from tests import world as w

ISSUES = knob("ISSUES", 150)  # for each number of workers; two letters each
WORKERS = (1, 2)


def measure(world: w.World) -> dict[str, dict[str, float]]:
    """By number of worker processes: letters a second; and the share of one worker's time spent in
    typesetting.
    """
    found = {str(workers): {"letters a second": race(ISSUES, workers)} for workers in WORKERS}
    found["1"]["typesetting share"] = share(ISSUES // 5)
    return found


def due(count: int) -> None:
    """Take the letters of so many issues away and make their deliveries due again."""
    rows = list(
        Errand.objects.filter(consumer=MAKER, done_at__isnull=False)
        .order_by("-pk")
        .values_list("pk", "entry__data")[:count]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # letters are append-only; here they are made again
        cursor.execute(
            "DELETE FROM letters_letter WHERE cause_kind = 'issue' AND cause_id = ANY(%s)",
            [[data["issue"] for _, data in rows]],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    Errand.objects.filter(pk__in=[pk for pk, _ in rows]).update(done_at=None, next_at=NOW, lease="")


def race(count: int, workers: int) -> float:
    """Letters a second of so many worker processes on one backlog."""
    due(count)
    before = Letter.objects.count()
    spans = apart(workers, lambda n: partial(worker.run_once, NOW))
    made = Letter.objects.count() - before
    if made != 2 * count:
        raise AssertionError(f"{made} letters of {2 * count} were made")
    return made / seconds(spans)


def share(count: int) -> float:
    """How much of the time goes into typesetting."""
    due(count)
    inside, render = 0.0, pdf.render

    def counted(*args: object, **named: object) -> bytes:
        nonlocal inside
        began = perf_counter()
        try:
            return render(*args, **named)  # type: ignore[arg-type]
        finally:
            inside += perf_counter() - began

    making.pdf.render = counted
    began = perf_counter()
    worker.run_once(NOW)
    whole = perf_counter() - began
    making.pdf.render = render
    return inside / whole
