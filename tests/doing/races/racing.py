"""Tools of the races: threads that start together, actions that look before they write, guards that
are taken away.

A race between threads shows what happens in the field, but the database may hide a missing guard:
SQLite's write lock and PostgreSQL's row locks let one writer in at a time. So each race also runs
with an action that reads all it needs before its transaction begins (`looks_early`): there only the
condition in the UPDATE can tell that the world has moved. Its control run takes that condition away
(`without`) and must fail.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections
from django.db.models import F, Q

from precert.conduct.action import Action
from precert.conduct.refusal import Refusal
from precert.kit.statements import Statements

TOO_LONG = 60  # seconds at a gate: somebody died on the way


@dataclass(frozen=True)
class Told:
    """What one of many was told: an answer, or a refusal."""

    answer: Any = None
    refusal: Refusal | None = None

    @property
    def code(self) -> str:
        """The code of the refusal's first finding."""
        return self.refusal.findings[0].code if self.refusal else ""


def told(work: Callable[[], Any]) -> Told:
    """The answer or the refusal; any other error is the test's failure."""
    try:
        return Told(answer=work())
    except Refusal as refusal:
        return Told(refusal=refusal)


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """`work(n)` in `count` threads that start together, each with a connection of its own; the
    results in order.
    """
    gate = threading.Barrier(count, timeout=TOO_LONG)

    def one(n: int) -> Any:
        gate.wait()
        try:
            return work(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        runs = [pool.submit(one, n) for n in range(count)]
    # Who waits at a gate for somebody who died only learns that nobody came: the death itself is
    # told first.
    died = sorted(
        (error for run in runs if (error := run.exception())),
        key=lambda error: isinstance(error, threading.BrokenBarrierError),
    )
    if died:
        raise died[0]
    return [run.result() for run in runs]


def won(results: Sequence[Told]) -> list[Any]:
    """The answers given."""
    return [one.answer for one in results if one.refusal is None]


def looks_early(
    patch: pytest.MonkeyPatch, action: type[Action[Any]], then: Callable[[], Any]
) -> None:
    """`action` looks before its transaction, then `then` happens (others meet at a gate, or
    somebody else acts), then it writes.
    """
    prepare, met = action.prepare, dict[int, Any]()

    def prepared(self: Action[Any]) -> None:
        prepare(self)
        if id(self.data) not in met:  # who has to look again meets nobody the second time
            met[id(self.data)] = self.data
            then()

    patch.setattr(action, "prepare", prepared)


def all_looked(patch: pytest.MonkeyPatch, action: type[Action[Any]], count: int) -> None:
    """`count` threads look before one of them writes."""
    looks_early(patch, action, threading.Barrier(count, timeout=TOO_LONG).wait)


class Without:
    """A model whose `objects.filter` overlooks some conditions; everything else is the model's."""

    def __init__(self, model: Any, conditions: tuple[str, ...]) -> None:
        self.model, self.conditions = model, conditions

    @property
    def objects(self) -> "Without":
        return Without(self.model.objects, self.conditions)

    def filter(self, *args: Any, **conditions: Any) -> Any:
        kept = {name: value for name, value in conditions.items() if name not in self.conditions}
        always = Q(pk=F("pk"))  # a compiled statement needs each of its parameters
        void = [Q(**{name: conditions[name]}) | always for name in conditions.keys() - kept.keys()]
        return self.model.filter(*args, *void, **kept)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def __call__(self, **columns: Any) -> Any:
        return self.model(**columns)


def without(patch: pytest.MonkeyPatch, module: Any, model: str, *conditions: str) -> None:
    """Take these conditions from every `filter` on `model` in `module`: the guard of its
    statements. Those that are compiled once are built anew, and forgotten afterwards.
    """
    patch.setattr(module, model, Without(getattr(module, model), conditions))
    for one in vars(module).values():
        if isinstance(one, Statements):
            patch.setattr(one, "statements", {})


def once(work: Callable[[], Any]) -> Callable[[], None]:
    """`work` the first time it is called; what it does itself doesn't start it again."""
    done = threading.Event()

    def run() -> None:
        if not done.is_set():
            done.set()
            work()

    return run
