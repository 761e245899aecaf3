"""Packs, facts and findings for these tests: requests that lack nothing, to take something away
from.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from precert.cases.edits._run import run
from precert.cases.facts import (
    CodeFact,
    ConsumerFact,
    CoverageFact,
    DiagnosisFact,
    Facts,
    LineFact,
    OtherLine,
    ProviderFact,
)
from precert.conduct.refusal import Finding
from precert.contracts.pack_reader import SHIPPED, read_folder
from precert.contracts.schema import Pack

CO = read_folder(SHIPPED / "co-um").pack
MS = read_folder(SHIPPED / "ms-state-um").pack
LINE_FIELDS = (
    "kind",
    "system",
    "code",
    "start",
    "end",
    "duration",
    "quantity",
    "rate",
    "modifier1",
    "frequency",
)
PATHS = [
    "service/type", "service/admit_date", "request/urgency_reason", "provider/servicing",
    "diagnosis/icd10cm/M54.50", "diagnosis/icd10cm/E11.9",
    *(f"line/{key}/{name}" for key in ("los", "k1") for name in LINE_FIELDS),
]  # fmt: skip
TYPED: st.SearchStrategy[Any] = (
    st.text(max_size=8) | st.integers() | st.floats() | st.booleans() | st.none()
)
TODAY = date(2026, 6, 9)
CHICAGO, DENVER = ZoneInfo("America/Chicago"), ZoneInfo("America/Denver")
NOON = datetime(2026, 6, 9, 18, 0, tzinfo=UTC)
D = date.fromisoformat


def here(text: str, zone: ZoneInfo = CHICAGO) -> datetime:
    """A moment on the clocks of a zone, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def local(moment: datetime | None, zone: ZoneInfo = CHICAGO) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def changed(pack: Pack, **changes: Any) -> Pack:
    """The pack with keys replaced; a double underscore goes a level down: `rules__severity={...}`."""
    data = pack.model_dump(mode="json", by_alias=True)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = data
        for step in parents:
            place = place[step]
        place[last] = value
    return Pack.model_validate_json(json.dumps(data))


def smallest(**changes: Any) -> Pack:
    """A pack that asks for and forbids as little as a pack can; changes as in `changed`."""
    nothing: dict[str, Any] = {
        "case": [],
        "procedure": [],
        "los": [],
        "by_service_type": {},
        "by_code": {},
    }
    bare: dict[str, Any] = {
        "rules": {},
        "questionnaires": [],
        "look_back_months": None,
        "federal": {"applies": False},
    }
    for category in ("inpatient", "outpatient"):
        bare |= {
            f"{category}__required": nothing,
            f"{category}__urgency": {"asked": False},
            f"{category}__los_automatic": False,
        }
    data = changed(CO, **bare)
    roles = [{"role": "servicing", "label": "Servicing"}, {"role": "facility", "label": "Facility"}]
    return changed(changed(data, outpatient__roles=roles, inpatient__roles=roles), **changes)


def code(system: str, name: str, **more: Any) -> CodeFact:
    return CodeFact(system, name, **more)


def procedure(
    name: str = "97110",
    start: str | None = "2026-06-15",
    end: str | None = "2026-07-14",
    **more: Any,
) -> LineFact:
    """A procedure line of 30 days; `system` and `fact` for another code."""
    fact = more.pop("fact", None) or code(more.pop("system", "cpt"), name)
    given: dict[str, Any] = {
        "key": "k1",
        "duration": 30,
        "quantity": Decimal(12),
        "frequency": "weekly-3",
    } | more
    return LineFact(
        kind="procedure", code=fact, start=start and D(start), end=end and D(end), **given
    )  # type: ignore[arg-type]


def stay(
    start: str | None = "2026-06-10",
    end: str | None = "2026-06-13",
    duration: int | None = 3,
    **more: Any,
) -> LineFact:
    given: dict[str, Any] = {"key": "los"} | more
    fact = code("", "LOS")
    return LineFact(
        kind="los",
        code=fact,
        start=start and D(start),
        end=end and D(end),
        duration=duration,
        **given,
    )  # type: ignore[arg-type]


def provider(role: str, type_code: str = "clinic", **more: Any) -> ProviderFact:
    given: dict[str, Any] = {
        "id": 1,
        "name": "Larkspur Clinic",
        "npi": "1234567893",
        "enrolled": True,
    } | more
    return ProviderFact(
        role=role, type_code=type_code, type_label=type_code.replace("-", " ").title(), **given
    )


def covered(*spans: tuple[str, str | None]) -> tuple[CoverageFact, ...]:
    return tuple(CoverageFact("Medicaid", "medicaid", D(a), b and D(b)) for a, b in spans)  # type: ignore[arg-type]


def other(line: LineFact, **more: Any) -> OtherLine:
    """A line of another case like `line`."""
    given: dict[str, Any] = {
        "case_number": "261600001", "visible": True, "service_type": "111", "system": line.code.system,
        "code": line.code.code, "kind": line.kind, "start": line.start, "end": line.end,
    } | more  # fmt: skip
    return OtherLine(**given)


PERSON = ConsumerFact(7, D("1960-02-29"), covered(("2020-01-01", None)))
BACK_PAIN = DiagnosisFact(1, code("icd10cm", "M54.50", text="Low back pain, unspecified"))

OUTPATIENT = Facts(
    request_id=UUID(int=1),
    category="outpatient",
    today=TODAY,
    received_at=NOON,
    consumer=PERSON,
    providers=(provider("requesting"), provider("servicing")),
    place_of_service="11",
    service_type="111",
    request_type="prior-auth",
    urgency="standard",
    diagnoses=(BACK_PAIN,),
    lines=(procedure(),),
)
INPATIENT = replace(
    OUTPATIENT,
    category="inpatient",
    providers=(provider("requesting", "acute-hospital"), provider("facility", "acute-hospital")),
    place_of_service="21",
    service_type="363",
    admission_source="elective",
    admit_date=D("2026-06-10"),
    lines=(stay(),),
)
MS_OUTPATIENT = replace(
    OUTPATIENT,
    service_type="outpatient-surgery",
    lines=(procedure("64483"),),
    providers=(provider("requesting"), provider("servicing", "surgery-center")),
)
MS_INPATIENT = replace(INPATIENT, service_type="inpatient-surgery", lines=(stay(duration=4),))
WHOLE = [(CO, OUTPATIENT), (CO, INPATIENT), (MS, MS_OUTPATIENT), (MS, MS_INPATIENT)]


def found(facts: Facts, pack: Pack, edit: str) -> list[Finding]:
    """What one edit finds, as the submission would show it."""
    return [one for one in run(facts, pack) if one.code == edit]


def missing(facts: Facts, pack: Pack) -> list[str]:
    """What is missing, by name."""
    return [
        one.text.removeprefix("Missing Information: ")
        for one in found(facts, pack, "missing_information")
    ]
