"""Letters a second: facts, PDF, encryption, file and row, by the worker as it runs; with one worker
process and with two.
"""

from functools import partial
from time import perf_counter

from django.db import connection

from bench.moulds import tables
from bench.stage import NOW, apart, knob, seconds
from precert.jobs import worker
from precert.kit import pdf
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


def backlog() -> str:
    """The table of what is to be done after a journal entry: it was renamed once."""
    (name,) = (t.name for t in tables().values() if {"entry_id", "lease"} <= {*t.columns})
    return name


def due(count: int) -> None:
    """Take the letters of so many issues away and make their deliveries due again."""
    table = backlog()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, l.request_id FROM {table} t JOIN journal_entry e ON e.id = t.entry_id"
            " JOIN (SELECT DISTINCT request_id FROM letters_letter) l ON l.request_id::text ="
            " e.subject_id WHERE e.data ? 'issue' AND t.consumer LIKE '%%letters.%%' AND"
            " t.done_at IS NOT NULL ORDER BY t.id DESC LIMIT %s",
            [count],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SET session_replication_role = replica"
        )  # letters are append-only; here they are made again
        cursor.execute(
            "DELETE FROM letters_letter WHERE request_id = ANY(%s)", [[row[1] for row in rows]]
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(
            f"UPDATE {table} SET done_at = NULL, next_at = %s, lease = '' WHERE id = ANY(%s)",
            [NOW, [row[0] for row in rows]],
        )


def letters() -> int:
    """How many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM letters_letter")
        return int(cursor.fetchone()[0])


def race(count: int, workers: int) -> float:
    """Letters a second of so many worker processes on one backlog."""
    due(count)
    before = letters()
    spans = apart(workers, lambda n: partial(worker.run_once, NOW))
    made = letters() - before
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

    pdf.render = counted
    began = perf_counter()
    worker.run_once(NOW)
    whole = perf_counter() - began
    pdf.render = render
    return inside / whole
