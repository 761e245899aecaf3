"""Every list of a contract is what its pages offer, in its order and no more."""

import html
import re
from typing import Any
from uuid import UUID

import pytest

from precert.cases.models import Draft
from precert.contracts import queries as contracts
from tests import world as worlds
from tests.doing.cases import asking
from tests.world import CO, MS

PLACES = [
    (CO, "outpatient", "ada", "denver", "carol"),
    (CO, "inpatient", "ada", "denver", "carol"),
    (MS, "outpatient", "jill", "jackson", "max"),
    (MS, "inpatient", "jill", "jackson", "max"),
]
WHERE = [f"{one[0]} {one[1]}" for one in PLACES]
SYSTEMS = {"cpt": "CPT", "hcpcs": "HCPCS", "icd10pcs": "ICD-10-PCS"}
TYPED = {
    (CO, "outpatient"): worlds.OUTPATIENT,
    (CO, "inpatient"): asking.CO_INPATIENT,
    (MS, "outpatient"): asking.MS_OUTPATIENT,
    (MS, "inpatient"): asking.MS_INPATIENT,
}


def choices(page: Any, path: str) -> list[str]:
    """What a list on a page offers: options of a select, labels of radio buttons."""
    text = page.content.decode()
    if select := re.search(rf'<select[^>]*name="{path}"[^>]*>(.*?)</select>', text, re.DOTALL):
        found = re.findall(r'<option value="[^"]+"[^>]*>([^<]+)<', select[1])
    else:
        found = re.findall(rf'type="radio"[^>]*name="{path}"[^>]*>\s*<label[^>]*>([^<]+)<', text)
    return [" ".join(html.unescape(one).split()) for one in found]


def labels(codes: Any) -> list[str]:
    return [one.label for one in codes]


@pytest.mark.req("CON-02", part="offered")
@pytest.mark.parametrize(("contract", "category", "who", "provider", "consumer"), PLACES, ids=WHERE)
def test_the_pages_offer_the_lists_of_the_contract(
    at, world, now, contract, category, who, provider, consumer
):
    desk = at(who, provider, contract=contract, category=category, consumer=consumer)
    rules = contracts.current(contract).pack.category(category)
    service = desk.get("service")
    assert choices(service, "service/place") == labels(rules.places_of_service)
    assert choices(service, "service/type") == [one.shown for one in rules.service_types]
    assert choices(service, "service/admission_source") == labels(rules.admission_sources)
    assert choices(desk.get("requests"), "request/type") == [
        one.label for one in rules.request_types if one.first
    ]
    desk.fill("requests", {"add": "97110", "add_key": "k0000000a"})
    line = desk.get("requests", "?line=k0000000a")
    assert choices(line, "line/k0000000a/frequency") == labels(rules.frequencies)
    for key, kind in (("k0000000a", "procedure"), ("los", "los")):
        if f"line/{key}/kind" in Draft.objects.get().values:
            page = desk.get("requests", f"?line={key}")
            assert choices(page, f"line/{key}/unit_qualifier") == [
                one.label for one in rules.unit_qualifiers if kind in one.lines
            ]
    assert choices(desk.get("attachments"), "document_type") == labels(rules.document_types)
    outside = [one.label for one in rules.note_types if one.audience == "external"]
    notes = desk.get("communications")
    assert choices(notes, "type") == outside or f"Note type: {outside[0]}" in notes.content.decode()
    assert choices(line, "system") == [SYSTEMS[one] for one in rules.code_types.procedure]


@pytest.mark.req("CON-02", part="offered")
@pytest.mark.parametrize(("contract", "category", "who", "provider", "consumer"), PLACES, ids=WHERE)
def test_the_desk_offers_the_reasons_and_the_note_types_of_the_contract(
    world, now, contract, category, who, provider, consumer
):
    draft = worlds.draft(
        world, now, who=who, provider=provider, contract=contract, category=category, consumer=consumer,
    )  # fmt: skip
    actor = world.actor(who, provider)
    worlds.fill(world, draft, TYPED[contract, category], actor, now)
    made = worlds.submit(draft, actor, now)
    request, rules = UUID(made["request"]), contracts.current(contract).pack.category(category)
    worlds.take(request, world.paul, now)
    paul = worlds.signed_in(world, "paul")
    page = paul.get(f"/review/{request}").content.decode()
    offered = {html.unescape(one) for one in re.findall(r"<option[^>]*>([^<]+)</option>", page)}
    decided = [one for one in rules.determination_reasons if one.outcomes != ("void",)]
    assert set(labels(decided)) <= offered
    case = paul.get(f"/cases/{made['case']}")
    shown = [f"{one.label} (internal)" if one.audience == "internal" else one.label for one in rules.note_types]  # fmt: skip
    assert choices(case, "type") == shown
