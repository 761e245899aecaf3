"""One of each kind of object for every relation that somebody at Denver Hospital can have to it.

own: asked for by Denver Hospital; served: asked for by others, Denver Hospital serves; attended: a
physician of the group attends; sibling: asked for by another provider of the group; elsewhere: of
another group, to which the same people belong in another context;
foreign: of a group that none of them belongs to, but for its guests; shared: a user of that group at
Denver Hospital, which it owns, too; missing: there is no such thing. Each has a person
of its own, whose name gives a leak away.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Answers, Attachment, Request
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.documents import store
from precert.documents.rules import UploadRules
from precert.jobs.worker import run_once
from precert.journal.models import Entry, Errand
from precert.letters.models import Letter
from precert.people import setup
from precert.people.models import GroupProvider
from precert.registry.models import Consumer, Eligibility, Enrolment, Provider
from tests import world as w
from tests.deciding.documents.samples import pdf
from tests.doing.cases.asking import ANSWERS, IMAGING, MS_OUTPATIENT
from tests.harness.characters import account

RELATIONS = (
    "own",
    "served",
    "attended",
    "sibling",
    "elsewhere",
    "foreign",
    "shared",
    "missing",
    "group-sibling",
    "group-attended",
    "group-foreign",
)
# What people at Denver Hospital see. CO UM shows the cases of the context only, MS State UM
# ("group-…") those of the whole group.
SEEN = frozenset({"own", "served", "group-sibling", "group-attended"})
CANARY = {one: f"Zyx{one}qua" for one in RELATIONS}
INTERNAL = "Onlyforreviewers"
MEMBER_LETTER = "member"


@dataclass
class Thing:
    """The ids that addresses and forms need, of one relation."""

    relation: str
    ids: dict[str, str] = field(default_factory=dict)

    def has(self, path: dict[str, str]) -> bool:
        """Whether there are ids for such an address."""
        return all(source.startswith("=") or source in self.ids for source in path.values())

    def __getitem__(self, name: str) -> str:
        return self.ids[name]


def make(world: w.World) -> dict[str, Thing]:
    """Everything, by relation."""
    p = world.providers
    for key, name, npi in (
        ("west", "Denver West", "1497758544"),
        ("boulder", "Boulder", "1992783460"),
        ("foreign", "Foreign", "1770586741"),
    ):
        p[key] = _provider(name, npi)
    now = world.now
    world.groups["boulder"] = setup.create_group("Boulder", [p["boulder"]], now)
    world.groups["far"] = setup.create_group("Far", [p["foreign"]], now)
    for key in ("doctor", "west"):
        GroupProvider.objects.create(
            group_id=world.groups["denver"], provider_id=p[key], added_at=now
        )
    for who, provider in (("bea", "boulder"), ("finn", "foreign")):
        world.accounts[who] = account(who, now).pk
        setup.add_membership(
            world.accounts[who],
            world.groups[{"boulder": "boulder", "foreign": "far"}[provider]],
            p[provider],
            "provider-staff",
            now,
        )
    made = {
        "own": _filled(world, "own", world.actor("ada", "denver"), {}),
        "served": _filled(world, "served", world.rosa, {"provider/servicing": p["denver"]}),
        "attended": _filled(
            world,
            "attended",
            world.rosa,
            {"provider/servicing": p["mallory"], f"provider/attending/{p['doctor']}": True},
        ),
        "sibling": _filled(world, "sibling", world.actor("ada", "west"), {}),
        "elsewhere": _filled(world, "elsewhere", world.actor("bea", "boulder"), {}),
        "foreign": _filled(world, "foreign", world.actor("finn", "foreign"), {}),
    }
    made |= {
        "group-sibling": _submitted(world, "group-sibling", world.actor("ada", "west"), {}),
        "group-attended": _submitted(
            world, "group-attended", world.jill, {f"provider/attending/{p['doctor']}": True}
        ),
        "group-foreign": _submitted(world, "group-foreign", world.jill, {}),
    }
    for relation, thing in made.items():
        thing.ids["failure"] = _failed(relation, thing["request"])
    _people(world, made)
    made["shared"] = _shared(world)
    missing = {name: _missing(value) for name, value in made["own"].ids.items()}
    return made | {"missing": Thing("missing", missing)}


def _failed(relation: str, request: str) -> str:
    """A notice of its case that failed; the list of failures shows the kind of error, which gives a
    leak away.
    """
    entry = Entry.objects.filter(case_id=Request.objects.get(pk=request).case_id).earliest("pk")
    row = Errand.objects.create(
        entry=entry,
        consumer="tests.nobody",
        next_at=entry.at,
        attempts=1,
        error=f"{CANARY[relation]}: lost",
    )
    return str(row.pk)


def _people(world: w.World, made: dict[str, Thing]) -> None:
    """For each relation a provider, its enrolment, and somebody who works there."""
    for relation, provider, group in (
        ("own", "denver", "denver"),
        ("sibling", "west", "denver"),
        ("elsewhere", "boulder", "boulder"),
        ("foreign", "foreign", "far"),
    ):
        place = world.providers[provider]
        person = account(f"works-{relation}", world.now)
        held = setup.add_membership(
            person.pk, world.groups[group], place, "provider-staff", world.now
        )
        enrolment = Enrolment.objects.get(provider=place, contract=w.CO).pk
        made[relation].ids |= {
            "provider": str(place), "enrolment": str(enrolment), "account": str(person.pk), "membership": str(held),
            "place": str(GroupProvider.objects.get(provider=place).pk),
        }  # fmt: skip


def _shared(world: w.World) -> Thing:
    """Somebody who works at Denver Hospital for the group Far."""
    far, denver = world.groups["far"], world.providers["denver"]
    place = GroupProvider.objects.create(group_id=far, provider_id=denver, added_at=world.now)
    person = account("works-shared", world.now)
    held = setup.add_membership(person.pk, far, denver, "provider-staff", world.now)
    ids = {"account": str(person.pk), "membership": str(held), "place": str(place.pk)}
    return Thing("shared", ids | {"provider": str(denver)})


def _missing(value: str) -> str:
    """An id of the same form that nothing has."""
    try:
        UUID(value)
    except ValueError:
        return "269990001" if len(value) == 9 else "987654321012" if value.isdigit() else value
    return str(uuid4())


def _provider(name: str, npi: str) -> int:
    row = Provider.objects.create(
        npi=npi, type_code="acute-hospital", type_label="Acute Hospital", name=name, facility_name=name, address1="1 Main St",
        city="Denver", state="CO", postal_code="80202", county="Denver", phone="3035550100", fax="3035550101", medicaid_id=f"M{npi[-6:]}",
    )  # fmt: skip
    for contract in (w.CO, w.MS):
        Enrolment.objects.create(provider=row, contract=contract, active_from=date(2020, 1, 1))
    return row.pk


def _consumer(world: w.World, relation: str) -> int:
    number = 2_000_000 + RELATIONS.index(relation)
    customer = "00203" if relation.startswith("group-") else "00198"
    row = Consumer.objects.create(
        customer=customer, member_id=f"CO{number}", subscriber_id=f"CO{number}", first_name="Pat", last_name=CANARY[relation],
        birth_date=date(1970, 1, 1), gender="F", address1="9 Elm St", city="Denver", state="CO",
        postal_code="80203",
    )  # fmt: skip
    Eligibility.objects.create(
        consumer=row, program="Medicaid", plan="medicaid", from_date=date(2024, 1, 1)
    )
    world.consumers[relation] = row.pk
    return row.pk


def _attach(draft: UUID, actor: Actor, now: datetime) -> str:
    file = store.store(
        "Chart.pdf",
        "application/pdf",
        pdf(),
        UploadRules(10_000, False, ("pdf",)),
        now,
        f"person:{actor.id}",
    )
    perform(AttachDocument, AttachDocumentInput(draft, file.pk, "medical-record"), actor, now)
    return str(Attachment.objects.get(file=file).pk)


def _draft(world: w.World, relation: str, actor: Actor, values: dict[str, object]) -> UUID:
    contract = w.MS if relation.startswith("group-") else w.CO
    answer = perform(
        CreateDraft,
        CreateDraftInput(contract, "outpatient", world.consumers[relation]),
        actor,
        world.now,
    ).answer
    made = UUID(answer["draft"])
    w.fill(world, made, {**values}, actor, world.now)
    return made


def _filled(world: w.World, relation: str, actor: Actor, more: dict[str, object]) -> Thing:
    """A case that is waiting for information, one that is decided with its letters, an open draft, a
    cancelled one.
    """
    now, grace = world.now, world.grace
    ids = {"consumer": str(_consumer(world, relation)), "boulder": str(world.providers["boulder"])}
    waiting = _draft(world, relation, actor, IMAGING | more)
    ids["document"] = _attach(waiting, actor, now)
    perform(
        AnswerQuestionnaire,
        AnswerQuestionnaireInput(waiting, "imaging", {k: ([], v) for k, v in ANSWERS.items()}),
        actor,
        now,
    )
    perform(CompleteQuestionnaire, CompleteQuestionnaireInput(waiting, "imaging"), actor, now)
    made = w.submit(waiting, actor, now)
    ids |= {"number": made["case"], "request": made["request"]}
    ids["answers"] = str(Answers.objects.order_by("-pk")[0].pk)
    perform(
        AddNote,
        AddNoteInput(UUID(made["request"]), "internal", f"{INTERNAL} {relation}"),
        grace,
        now,
    )
    ids["asked"] = _ask(world, made["request"])
    decided = _draft(world, relation, actor, w.OUTPATIENT | more)
    done = w.submit(decided, actor, now)
    w.issue(UUID(done["request"]), world.paul, now)
    run_once(now)
    ids |= {"decided": done["case"], "decided_request": done["request"]}
    ids |= {
        f"letter_{row.audience}": str(row.pk)
        for row in Letter.objects.filter(case__number=done["case"])
    }
    free = _draft(world, relation, actor, w.OUTPATIENT | more | {"line/k1/code": "97112"})
    ids["free_request"] = w.submit(free, actor, now)["request"]
    draft, gone = (
        _draft(world, relation, actor, IMAGING | more),
        _draft(world, relation, actor, w.OUTPATIENT),
    )
    ids |= {
        "draft": str(draft),
        "cancelled": str(gone),
        "draft_document": _attach(draft, actor, now),
    }
    perform(CancelDraft, CancelDraftInput(gone), actor, now)
    return Thing(relation, ids)


def _ask(world: w.World, request: str) -> str:
    """Grace takes the request and asks for information; the question."""
    pk, grace, now = UUID(request), world.grace, world.now
    w.take(pk, grace, now)
    data = RequestInformationInput(pk, ("Notes",))
    asked = perform(RequestInformation, data, grace, now).answer
    return str(asked["information_request"])


def _submitted(world: w.World, relation: str, actor: Actor, more: dict[str, object]) -> Thing:
    """Under MS State UM, whose cases the whole group sees: one that waits for information, and
    one that nobody holds.
    """
    _consumer(world, relation)
    draft = _draft(world, relation, actor, MS_OUTPATIENT | more)
    document = _attach(draft, actor, world.now)
    made = w.submit(draft, actor, world.now)
    free = _draft(world, relation, actor, MS_OUTPATIENT | more | {"line/k1/code": "97112"})
    return Thing(
        relation,
        {
            "number": made["case"],
            "request": made["request"],
            "document": document,
            "asked": _ask(world, made["request"]),
            "free_request": w.submit(free, actor, world.now)["request"],
        },
    )
