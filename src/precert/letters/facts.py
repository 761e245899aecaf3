"""What a letter says, as plain data for its template; the same words that portal and letter share come from the case file."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from precert.cases.queries.case_file import CaseFile, LineView, RequestView
from precert.letters.shelf import Wanted


def facts(case: CaseFile, request: RequestView, wanted: Wanted, at: datetime) -> dict[str, Any]:
    """Everything a template may use."""
    pack, consumer = case.pinned.pack, case.consumer
    requesting = next(p for p in case.providers if p["role"] == "requesting")
    serving = [p for p in case.providers if p["role"] in {"servicing", "facility"}]
    first = next(line.determination for line in request.lines if line.determination)
    return {
        "title": wanted.title,
        "contract": pack.name,
        "date": day(at.astimezone(ZoneInfo(pack.time_zone)).date()),
        "case": case.row.number,
        "request": request.name,
        "authorization": case.row.state.authorization or "",
        "member": {
            "name": consumer["name"],
            "id": consumer["member_id"],
            "birth": day(date.fromisoformat(consumer["birth_date"])),
            "address": _address(consumer),
        },
        "person": pack.labels.person,
        "person_id": pack.labels.person_id,
        "requesting": requesting,
        "serving": serving,
        "service_type": request.service_type,
        "kind": request.kind,
        "submitted": day(request.row.submitted_at.astimezone(ZoneInfo(pack.time_zone)).date()),
        "diagnoses": [[d.code, d.text] for d in request.diagnoses],
        "lines": [_line(line) for line in request.lines if line.determination],
        "decider": f"{first.by_name}, {first.by_role}" if first else "",
        "denied": any(line.status in {"denied", "partial"} for line in request.lines),
        "appeal_rights": pack.appeal_rights,
        "external": _external(case),
        "support": {"name": pack.support.name, "phone": pack.support.phone, "email": pack.support.email, "hours": pack.support.hours},
        "disclaimer": pack.disclaimer,
    }


def _line(line: LineView) -> dict[str, Any]:
    row, found = line.row, line.determination
    if found is None:
        raise ValueError("a line without a determination has no place in a letter")
    return {
        "code": row.code,
        "text": row.text,
        "asked": _extent(row.start, row.end, row.duration, row.quantity, line.unit),
        "outcome": line.status_label,
        "approved": _extent(found.start, found.end, found.duration, found.quantity, line.unit),
        "reason": line.reason,
        "rationale": found.rationale,
        "alternative": found.alternative,
        "unmet": [[c["text"], c["evidence"]] for c in found.criteria if not c["met"]],
    }


def _extent(start: date | None, end: date | None, duration: int | None, quantity: Decimal | None, unit: str) -> str:
    parts = []
    if start:
        parts.append(day(start) if end in {None, start} else f"{day(start)} to {day(end)}")
    if duration:
        parts.append(f"{duration} day{'' if duration == 1 else 's'}")
    if quantity is not None:
        parts.append(f"{quantity.normalize():f} {unit.lower() or 'units'}")
    return ", ".join(parts)


def _external(case: CaseFile) -> dict[str, Any]:
    appeal = case.pinned.pack.external_appeal
    return {"form": appeal.form, "who": list(appeal.who), "address": list(appeal.address)} if appeal else {}


def _address(consumer: dict[str, str]) -> list[str]:
    town = " ".join(part for part in (consumer.get("state", ""), consumer.get("postal_code", "")) if part)
    second = ", ".join(part for part in (consumer.get("city", ""), town) if part)
    return [part for part in (consumer.get("address", ""), second) if part]


def day(value: date | None) -> str:
    """A date as letters write it."""
    return f"{value:%B} {value.day}, {value.year}" if value else ""
