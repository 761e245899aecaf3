"""Recording events. A row here is the audit trail, the timeline and the outbox in one."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from precert.journal.models import Entry, Errand
from precert.kit.inserts import insert

__all__ = [
    "By",
    "Entry",
    "Handler",
    "address",
    "consumers_of",
    "correlation",
    "listen",
    "record",
    "wait",
    "wake",
]  # Entry: what a handler is given
Handler = Callable[[Entry, datetime], None]

_handlers: dict[str, dict[str, Handler]] = {}
_awake = threading.Event()
correlation: ContextVar[str] = ContextVar("correlation", default="")
address: ContextVar[str] = ContextVar(
    "address", default=""
)  # where the request comes from; set by the door


@dataclass(frozen=True)
class By:
    """Who did it: kind, id, name as shown, and the provider acted for."""

    kind: str
    id: str
    name: str
    provider_id: int | None = None


def listen(handlers: Mapping[str, Sequence[Handler]]) -> None:
    """Add one room's handlers. Called once at start by `config` with each room's
    `consumers.HANDLERS`.
    """
    for verb, functions in handlers.items():
        for function in functions:
            _handlers.setdefault(verb, {})[
                f"{function.__module__}.{function.__name__}".removeprefix("precert.")
            ] = function


def consumers_of(verb: str) -> dict[str, Handler]:
    """The handlers of an event, by the stable name its delivery rows carry."""
    return _handlers.get(verb, {})


def record(
    verb: str,
    subject_kind: str,
    subject_id: str,
    *,
    by: By,
    at: datetime,
    case_id: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one event and a delivery row for each of its consumers, in the caller's transaction."""
    entry = Entry(
        at=at,
        verb=verb,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        context_provider=by.provider_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        case_id=case_id,
        data=dict(data or {}),
        correlation=correlation.get(),
        address=address.get(),
    )
    insert([entry])
    errands = [Errand(entry=entry, consumer=name, next_at=at) for name in consumers_of(verb)]
    insert(errands, keys=False)
    return entry


def wake() -> None:
    """Tell the embedded worker that something may be due."""
    _awake.set()


def wait(seconds: float) -> None:
    """Sleep until woken or until `seconds` have passed."""
    _awake.wait(seconds)
    _awake.clear()
