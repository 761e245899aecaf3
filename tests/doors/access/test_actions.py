"""Each action asks for its permission by itself, whatever the door did; and the test notices when
one stops asking.

What the pages hand to actions is recorded while permitted people send every form; then it is done
again by the same people without that one permission, who must be refused.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from precert.cases import actions as case_actions
from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.enclose_document import EncloseDocument, EncloseDocumentInput
from precert.cases.actions.remove_enclosure import RemoveEnclosure, RemoveEnclosureInput
from precert.conduct.action import Action
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.gate import result
from precert.kit import shelf
from precert.people import actions as people_actions
from precert.people.actions.add_provider import AddProvider, AddProviderInput
from precert.people.actions.deactivate import Deactivate, DeactivateInput
from precert.people.actions.end_sessions import EndSessions, EndSessionsInput
from precert.people.actions.export_audit import ExportAudit, ExportAuditInput
from precert.people.actions.grant_role import GrantRole, GrantRoleInput
from precert.people.actions.reactivate import Reactivate, ReactivateInput
from precert.people.actions.resend_link import ResendLink, ResendLinkInput
from precert.registry import actions as registry_actions
from tests import world as w
from tests.doors.access import seats, things
from tests.doors.access.table import ROWS, STATES
from tests.doors.access.test_matrix import Matrix, demo, undone, world  # fixtures

__all__ = ["demo", "world"]
SENDERS = ("provider-group-admin", "nurse", "physician", "supervisor", "administrator")
MANAGING = {
    "users.manage-provider",
    "users.manage-group",
    "users.support",
}  # any of these manages people, each as far as it reaches
Done = tuple[type[Action[Any]], Any, Actor]


def asking() -> set[type[Action[Any]]]:
    """Every action that asks for a permission of the table."""
    found: set[type[Action[Any]]] = set()
    for room in (case_actions, people_actions, registry_actions):
        for module in shelf.modules(room).values():
            for one in vars(module).values():
                if (
                    isinstance(one, type)
                    and issubclass(one, Action)
                    and one.__module__ == module.__name__
                    and getattr(one, "permission", "")
                ):
                    found.add(one)
    return found


@pytest.fixture
def done(world: w.World, monkeypatch: pytest.MonkeyPatch) -> list[Done]:
    """One deed of each action that the pages lead to."""
    made, seen = things.make(world), {}

    def note(kind: type[Action[Any]], data: Any, actor: Actor, now: datetime, key: str = "") -> Any:
        seen.setdefault(kind, (kind, data, actor))
        return perform(kind, data, actor, now, key)

    monkeypatch.setattr(result, "perform", note)
    for actor in SENDERS:
        matrix = Matrix(made, actor, seats.client(world, actor))
        for row in (*ROWS, *STATES):
            for relation in ("own", "sibling") if "POST" in row.needs else ():
                if made[relation].has(row.path):
                    matrix.send(row, "POST", made[relation])
    return [*seen.values(), *(deed for deed in others(world, made["own"]) if deed[0] not in seen)]


def others(world: w.World, own: things.Thing) -> list[Done]:
    """What takes more than one form on a page, written out."""
    admin = seats.actor(world, "provider-group-admin", "denver")
    desk = seats.actor(world, "administrator")
    person, place = int(own["account"]), world.providers["west"]
    return [
        (GrantRole, GrantRoleInput(person, place, "provider-staff"), admin),
        (Deactivate, DeactivateInput(person), admin),
        (Reactivate, ReactivateInput(person, "Back at work"), desk),
        (
            AddProvider,
            AddProviderInput(
                world.groups["denver"], world.providers["dme"], "1346220969", "ABCDEFGHJKLM"
            ),
            admin,
        ),
        (EndSessions, EndSessionsInput(person, "Lost laptop"), desk),
        (ResendLink, ResendLinkInput(person, "No mail came"), desk),
        (ExportAudit, ExportAuditInput("csv"), desk),
        (AttachDocument, AttachDocumentInput(UUID(own["draft"]), uuid4(), "medical-record"), admin),
        (
            EncloseDocument,
            EncloseDocumentInput(
                UUID(own["request"]), "answer_information", uuid4(), "medical-record"
            ),
            admin,
        ),
        (RemoveEnclosure, RemoveEnclosureInput(UUID(own["request"]), uuid4()), admin),
        (AnswerInformation, AnswerInformationInput(UUID(own["asked"]), "Here it is."), admin),
    ]


def answer(deed: Done, now: datetime) -> str:
    """What becomes of it without the permission: the refusal's kind, or done."""
    kind, data, actor = deed
    taken = MANAGING if kind.permission in MANAGING else {kind.permission}
    lacking, by_contract = (
        actor.permissions - taken,
        {contract: held - taken for contract, held in actor.by_contract.items()},
    )
    with undone():
        try:
            perform(kind, data, replace(actor, permissions=lacking, by_contract=by_contract), now)
        except Refusal as refusal:
            return refusal.kind
        except (
            Exception
        ) as error:  # it went on without what `before` finds out; not refused is what counts
            return type(error).__name__
    return "done"


@pytest.mark.req("ORG-01")
@pytest.mark.usefixtures("demo")
def test_every_action_asks_by_itself(
    done: list[Done], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    unasked = asking() - {kind for kind, _, _ in done}
    assert sorted(kind.verb for kind in unasked) == [], (
        f"no page leads to {sorted(kind.verb for kind in unasked)}"
    )
    wrong, unnoticed = [], []
    for deed in done:
        kind = deed[0]
        if not kind.permission:
            continue
        if answer(deed, now) not in {"forbidden", "missing"}:
            wrong.append(kind.verb)
        monkeypatch.setattr(kind, "allowed", lambda self: True)
        if answer(deed, now) == "forbidden":
            unnoticed.append(kind.verb)
        monkeypatch.undo()
    assert (wrong, unnoticed) == ([], [])
