"""A small world for tests, with named characters.

Ada works at Denver Hospital (and may act for Aurora Imaging, of the same group); Ben is staff at
Denver Hospital only; Rosa works at Front Range Equipment, which serves others' requests; Mallory
belongs elsewhere. Grace is a nurse, Paul a physician, Sam a supervisor of the review organization.
Carol is covered under CO UM, Max under MS State UM, Lena's coverage has ended. Jill works at
Jackson General under MS State UM.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from precert.cases import fact_reader, submission
from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.actions.save_decision import SaveDecision, SaveDecisionInput
from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.actions.take import Take, TakeInput
from precert.cases.models import Draft, Request, RequestState
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.contracts import queries as contracts
from precert.gate import session
from precert.people import queries as people
from precert.people import setup
from precert.people.models import Account
from precert.registry.models import Consumer, Eligibility, Enrolment, Provider
from precert.web import references
from precert.work.models import WorkItem
from tests.harness import sessions
from tests.harness.again import remembered

PASSWORD = "Correct-Horse-7-Battery"
CO, MS = "co-um", "ms-state-um"
CANARY = "Quetzalcoatlus"  # Carol's last name: must never be logged or mailed

PROVIDERS: dict[str, tuple[str, str, str, str, str, tuple[str, ...]]] = {
    # key: name, npi, type code, type label, state, contracts
    "denver": ("Denver Hospital", "1234567893", "acute-hospital", "Acute Hospital", "CO", (CO,)),
    "aurora": ("Aurora Imaging", "1245319599", "imaging-center", "Imaging Center", "CO", (CO,)),
    "dme": ("Front Range Equipment", "1346220969", "dme-supplier", "DME Supplier", "CO", (CO,)),
    "mallory": ("Elsewhere Clinic", "1477693695", "clinic", "Clinic", "CO", (CO, MS)),
    "jackson": (
        "Jackson General Hospital",
        "1588667638",
        "acute-hospital",
        "Acute Hospital",
        "MS",
        (MS,),
    ),
    "doctor": ("Jane Smith MD", "1679576722", "physician", "Physician", "CO", (CO, MS)),
}


@dataclass
class World:
    """Ids of everything, by name; `actor` gives a character acting for a provider."""

    now: datetime
    providers: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    consumers: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)

    def actor(self, who: str, provider: str | None = None) -> Actor:
        """The actor as a request of theirs would carry it."""
        account = Account.objects.get(pk=self.accounts[who])
        return people.actor_for(
            account, None if provider is None else self.providers[provider], self.now
        )

    @property
    def ada(self) -> Actor:
        return self.actor("ada", "denver")

    @property
    def mallory(self) -> Actor:
        return self.actor("mallory", "mallory")

    @property
    def jill(self) -> Actor:
        return self.actor("jill", "jackson")

    @property
    def rosa(self) -> Actor:
        return self.actor("rosa", "dme")

    @property
    def grace(self) -> Actor:
        return self.actor("grace")

    @property
    def paul(self) -> Actor:
        return self.actor("paul")


@remembered
def build(now: datetime) -> World:
    """Make the world, once per test."""
    world = World(now)
    for key, (name, npi, code, label, state, under) in PROVIDERS.items():
        row = Provider.objects.create(
            npi=npi, type_code=code, type_label=label, name=name, facility_name=name, address1="100 Main St",
            city="Denver" if state == "CO" else "Jackson", state=state, postal_code="80202", county="Denver",
            phone="3035550100", fax="3035550101", medicaid_id=f"M{npi[-6:]}", specialty="General",
        )  # fmt: skip
        world.providers[key] = row.pk
        Enrolment.objects.bulk_create(
            Enrolment(provider=row, contract=c, active_from=date(2020, 1, 1)) for c in under
        )
    _consumers(world)
    p = world.providers
    world.groups["denver"] = setup.create_group("Denver Health", [p["denver"], p["aurora"]], now)
    world.groups["dme"] = setup.create_group("Front Range", [p["dme"]], now)
    world.groups["mallory"] = setup.create_group("Elsewhere", [p["mallory"]], now)
    world.groups["jackson"] = setup.create_group("Jackson", [p["jackson"]], now)
    for who, group, provider, role in (
        ("ada", "denver", None, "provider-group-admin"),
        ("ben", "denver", "denver", "provider-staff"),
        ("rosa", "dme", "dme", "provider-staff"),
        ("mallory", "mallory", None, "provider-group-admin"),
        ("jill", "jackson", "jackson", "provider-staff"),
    ):
        world.accounts[who] = _account(who, now)
        setup.add_membership(
            world.accounts[who],
            world.groups[group],
            None if provider is None else p[provider],
            role,
            now,
        )
    for who, role in (
        ("grace", "nurse"),
        ("nora", "nurse"),
        ("paul", "physician"),
        ("sam", "supervisor"),
    ):
        world.accounts[who] = _account(who, now, staff=True)
        setup.grant_staff_role(world.accounts[who], role, now)
    return world


def _account(who: str, now: datetime, *, staff: bool = False) -> int:
    made = setup.create_account(
        who, first_name=who.capitalize(), last_name="Tester", email=f"{who}@example.org", password=PASSWORD, now=now, staff=staff,
        fax="3035550111",
    )  # fmt: skip
    sessions.agree(made, now)
    return made


def _consumers(world: World) -> None:
    for key, customer, member, first, last, birth, end in (
        ("carol", "00198", "CO1000001", "Carol", CANARY, date(1960, 12, 15), None),
        ("lena", "00198", "CO1000002", "Lena", "Lapsed", date(1971, 5, 4), date(2026, 1, 31)),
        ("max", "00203", "MS1000001", "Max", "Meridian", date(1985, 2, 3), None),
    ):
        row = Consumer.objects.create(
            customer=customer, member_id=member, subscriber_id=member, first_name=first, last_name=last,
            birth_date=birth, gender="F" if key != "max" else "M", address1="12 Elm St", city="Denver", state="CO", postal_code="80203",
        )  # fmt: skip
        world.consumers[key] = row.pk
        Eligibility.objects.create(
            consumer=row,
            program="Medicaid",
            plan="medicaid",
            from_date=date(2024, 1, 1),
            to_date=end,
        )


def draft(world: World, now: datetime, *, who: str = "ada", provider: str = "denver", contract: str = CO, category: str = "outpatient",
          consumer: str = "carol") -> UUID:  # fmt: skip
    """A fresh draft, as Create Case makes it."""
    answer = perform(
        CreateDraft,
        CreateDraftInput(contract, category, world.consumers[consumer]),
        world.actor(who, provider),
        now,
    ).answer
    return UUID(answer["draft"])


OUTPATIENT: dict[str, Any] = {
    "service/place": "22", "service/type": "111", "diagnosis/icd10cm/M54.50": 1, "request/type": "prior-auth",
    "request/urgency": "standard", "line/k1/kind": "procedure", "line/k1/system": "cpt", "line/k1/code": "97110",
    "line/k1/position": 1, "line/k1/start": "2026-06-15", "line/k1/end": "2026-07-14", "line/k1/duration": "30",
    "line/k1/quantity": "12", "line/k1/frequency": "weekly-3",
}  # fmt: skip


def fill(
    world: World, draft_id: UUID, values: dict[str, Any], actor: Actor, now: datetime
) -> dict[str, Any]:
    """Type these values into the draft, over whatever is there."""
    current = Draft.objects.get(pk=draft_id).values
    return perform(
        SaveDraft,
        SaveDraftInput(draft_id, {p: (current.get(p), v) for p, v in values.items()}),
        actor,
        now,
    ).answer


def submit(
    draft_id: UUID, actor: Actor, now: datetime, *, key: str = "", confirmed: bool = True
) -> dict[str, Any]:
    """Submit the draft as it is now."""
    version = Draft.objects.get(pk=draft_id).version
    return perform(
        Submit,
        SubmitInput(draft_id, version, agreed=True, confirmed=confirmed),
        actor,
        now,
        key=key,
    ).answer


def submitted(world: World, now: datetime, **changes: Any) -> dict[str, Any]:
    """A complete outpatient request of Ada's for Carol, submitted; `changes` by path replace what
    is typed.
    """
    made = draft(world, now)
    fill(world, made, OUTPATIENT | changes, world.ada, now)
    return submit(made, world.ada, now)


def another(world: World, first: Request, now: datetime, **changes: Any) -> Request:
    """Another request of the case, as an extension will submit it; `changes` are typed into it."""
    draft_id = draft(world, now)
    fill(world, draft_id, OUTPATIENT | changes, world.ada, now)
    row, pinned = Draft.objects.get(pk=draft_id), contracts.current(first.case.contract)
    with transaction.atomic():
        Draft.objects.filter(pk=draft_id).update(case_id=first.case_id, state=Draft.SUBMITTED)
        return submission.write(
            submission.Submission(
                request_id=draft_id,
                gathered=fact_reader.gather(row, pinned, world.ada, now),
                pinned=pinned,
                actor=world.ada,
                provider_id=row.provider_id,
                origin="portal",
                received_at=now,
                now=now,
                case=first.case,
                number=first.number + 1,
            ),
            lambda _request, _digest: None,
        )


def reference(client: Client, consumer_id: int) -> str:
    """How pages of this browser's session name a consumer; of a stranger's, nothing that works."""
    found = session.opened(client.session)
    return references.given(SimpleNamespace(session_id=found.id if found else 0), consumer_id)  # type: ignore[arg-type]


def review(request_id: UUID | None = None) -> WorkItem:
    """The newest review in the queue, done or not: of this request, or of the only one."""
    rows = WorkItem.objects.filter(kind="review")
    rows = rows if request_id is None else rows.filter(subject=request_id)
    return rows.latest("opened_at")


def take(request_id: UUID, actor: Actor, now: datetime) -> None:
    """The reviewer takes the request."""
    perform(Take, TakeInput(request_id), actor, now)


def held(world: World, now: datetime) -> UUID:
    """A submitted request that Grace holds; its id."""
    request = UUID(submitted(world, now)["request"])
    take(request, world.grace, now)
    return request


def decide(request_id: UUID, actor: Actor, now: datetime, values: dict[str, Any]) -> int:
    """Type a decision; the version to issue with."""
    changes = {path: (None, value) for path, value in values.items()}
    return int(
        perform(SaveDecision, SaveDecisionInput(request_id, changes), actor, now).answer["version"]
    )


def to_issue(
    request_id: UUID, version: int, revision: int | None = None
) -> IssueDeterminationInput:
    """What a desk sends that showed the request as it is now, or as it was at that revision."""
    if revision is None:
        revision = RequestState.objects.get(pk=request_id).revision
    return IssueDeterminationInput(request_id, version, revision)


APPROVE = {"line/k1/outcome": "approved", "line/k1/reason": "meets-criteria"}


def issue(
    request_id: UUID, actor: Actor, now: datetime, values: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Take, decide and issue."""
    take(request_id, actor, now)
    version = decide(request_id, actor, now, APPROVE if values is None else values)
    return perform(IssueDetermination, to_issue(request_id, version), actor, now).answer


def signed_in(world: World, who: str, provider: str | None = None) -> Client:
    """A client with that character's session, past both factors; for tests that aren't about
    signing in.
    """
    client = Client(raise_request_exception=True)
    account = Account.objects.get(pk=world.accounts[who])
    sessions.sign_in(client, account, world.now)
    if provider is not None:
        store = client.session
        store[session.CONTEXT] = world.providers[provider]
        store.save()
    return client
