"""What the tests of case actions share: refusals, who may do what by the role table, requests of
each kind.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from precert.conduct.action import Action
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.documents import store
from precert.journal.models import Entry
from precert.people.roles import ROLES, Role
from tests import world as w

Kind = type[Action[Any]]
CO_INPATIENT: dict[str, Any] = {
    "service/place": "21", "service/type": "363", "service/admission_source": "elective", "service/admit_date": "2026-06-15",
    "diagnosis/icd10cm/M54.50": 1, "request/type": "prior-auth", "request/urgency": "standard", "line/los/duration": "3",
}  # fmt: skip
MS_INPATIENT: dict[str, Any] = {
    "service/place": "21", "service/type": "inpatient-surgery", "service/admission_source": "elective",
    "service/admit_date": "2026-06-15", "diagnosis/icd10cm/M54.50": 1, "request/type": "prior-auth", "line/los/duration": "4",
}  # fmt: skip
MS_OUTPATIENT: dict[str, Any] = {
    "service/place": "22", "service/type": "outpatient-surgery", "diagnosis/icd10cm/M54.50": 1, "request/type": "prior-auth",
    "line/k1/kind": "procedure", "line/k1/system": "cpt", "line/k1/code": "64483", "line/k1/position": 1,
    "line/k1/start": "2026-06-15", "line/k1/duration": "1", "line/k1/quantity": "1",
}  # fmt: skip
IMAGING: dict[str, Any] = {
    "service/place": "22", "service/type": "117b", "diagnosis/icd10cm/M54.50": 1, "request/type": "prior-auth",
    "request/urgency": "standard", "line/k1/kind": "procedure", "line/k1/system": "cpt", "line/k1/code": "72148",
    "line/k1/position": 1, "line/k1/start": "2026-06-15", "line/k1/duration": "1", "line/k1/quantity": "1",
}  # fmt: skip
ANSWERS: dict[str, list[str]] = {
    "modality": ["ct"], "contrast": ["none"], "region": ["spine"], "reason": ["known"], "onset": ["2026-05-01"],
    "warning-signs": ["no-signs"], "earlier": ["false"], "plan-change": ["It decides on surgery."],
}  # fmt: skip
APPROVE_STAY = {"line/los/outcome": "approved", "line/los/reason": "meets-criteria"}
DENY: dict[str, Any] = {
    "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "Gains were not shown.",
    "line/k1/other_criterion": "Measurable progress", "line/k1/other_evidence": "Notes of May show none.",
}  # fmt: skip


def refused(kind: Kind, data: Any, actor: Actor, now: datetime, key: str = "") -> Refusal:
    """The refusal of an action that must not be done."""
    with pytest.raises(Refusal) as caught:
        perform(kind, data, actor, now, key=key)
    return caught.value


def told(refusal: Refusal) -> tuple[str, list[tuple[str, str]]]:
    """A refusal's kind, and code and path of each of its findings."""
    return refusal.kind, [(f.code, f.path) for f in refusal.findings]


def events(verb: str) -> list[Entry]:
    """The journal's events of one kind, oldest first."""
    return list(Entry.objects.filter(verb=verb).order_by("pk"))


def as_role(world: w.World, role: str) -> Actor:
    """Ada or Grace with the permissions of one role and of no other."""
    actor = world.ada if ROLES[role].side == "provider" else world.grace
    return replace(actor, permissions=ROLES[role].permissions, roles=frozenset({role}))


def tried(kind: Kind, data: Any, actor: Actor, now: datetime) -> str:
    """What becomes of an action: done, or the kind of its refusal. Nothing of it stays."""
    before = transaction.savepoint()
    try:
        perform(kind, data, actor, now)
    except Refusal as refusal:
        return refusal.kind
    finally:
        transaction.savepoint_rollback(before)
    return "done"


def who_may(kind: Kind, data: Any, world: w.World, now: datetime) -> dict[str, str]:
    """What becomes of the action for each role of the table."""
    return {role: tried(kind, data, as_role(world, role), now) for role in ROLES}


def by_table(permission: str, *, draft: bool = False, seen: bool = False) -> dict[str, str]:
    """What the permission table says should become of it; `draft`: staff know of no drafts; `seen`:
    nothing is hidden from a role.
    """
    sees = {"provider": "case.view", "staff": "no draft" if draft else "case.view-all"}

    def expected(role: Role) -> str:
        if not seen and sees[role.side] not in role.permissions:
            return "missing"
        return "done" if permission in role.permissions else "forbidden"

    return {role.id: expected(role) for role in ROLES.values()}


def elsewhere(world: w.World) -> Actor:
    """A nurse who serves the other contract only."""
    return replace(world.grace, contracts=frozenset({w.MS}))


def stored(actor: Actor, now: datetime, name: str = "Record.pdf") -> UUID:
    """A file that the actor has handed in."""
    return store.store_generated(
        name, "application/pdf", b"%PDF-1.7 a record", now, f"{actor.kind}:{actor.id}"
    ).pk


def draft_of_jill(world: w.World, now: datetime, category: str, values: dict[str, Any]) -> UUID:
    """A filled-in draft under MS State UM, of Jill's for Max."""
    made = w.draft(
        world, now, who="jill", provider="jackson", contract=w.MS, category=category, consumer="max"
    )
    w.fill(world, made, values, world.jill, now)
    return made


def submitted_by_jill(
    world: w.World,
    now: datetime,
    category: str = "outpatient",
    values: dict[str, Any] | None = None,
) -> UUID:
    """A submitted request under MS State UM."""
    made = draft_of_jill(world, now, category, MS_OUTPATIENT if values is None else values)
    return UUID(w.submit(made, world.jill, now)["request"])
