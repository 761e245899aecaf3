"""What a letter says, as plain data for its template; the same words that portal and letter share
come from the case file.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from precert.cases import issuance, statuses
from precert.cases.amounts import amount
from precert.cases.queries.case_file import CaseFile, LineView, RequestView
from precert.letters.shelf import WantedLetter

GRANTED = {statuses.APPROVED, statuses.PARTIAL}


def facts(
    case: CaseFile, request: RequestView, wanted: WantedLetter, at: datetime
) -> dict[str, Any]:
    """Everything a template may use."""
    pack, providers = request.pinned.pack, request.providers
    first = next(line.determination for line in request.lines if line.determination)
    return {
        "title": wanted.title,
        "contract": pack.name,
        "date": day(at.astimezone(ZoneInfo(pack.time_zone)).date()),
        "case": case.row.number,
        "request": request.name,
        "authorization": _authorization(case, request),
        "member": _member(request.consumer),
        "person": pack.labels.person,
        "person_id": pack.labels.person_id,
        "requesting": next(p for p in providers if p["role"] == "requesting"),
        "serving": [p for p in providers if p["role"] in {"servicing", "facility"}],
        "service_type": request.service_type,
        "kind": request.kind,
        "submitted": day(request.row.submitted_at.astimezone(ZoneInfo(pack.time_zone)).date()),
        "diagnoses": [[d.code, d.text] for d in request.diagnoses],
        "lines": [_line(line) for line in request.lines if line.determination],
        "decider": f"{first.by_name}, {first.by_role}" if first else "",
        "denied": any(line.status in {"denied", "partial"} for line in request.lines),
        "appeal_rights": pack.appeal_rights,
        "external": _external(request),
        "support": {
            "name": pack.support.name,
            "phone": pack.support.phone,
            "email": pack.support.email,
            "hours": pack.support.hours,
        },
        "disclaimer": pack.disclaimer,
    }


def _member(consumer: dict[str, str]) -> dict[str, Any]:
    return {
        "name": consumer["name"],
        "id": consumer["member_id"],
        "birth": day(date.fromisoformat(consumer["birth_date"])),
        "address": _address(consumer),
    }


def _line(line: LineView) -> dict[str, Any]:
    row, found = line.row, line.determination
    if found is None:
        raise ValueError("a line without a determination has no place in a letter")
    return {
        "code": row.code,
        "text": row.text,
        "asked": _extent(row.start, row.end, row.duration, row.quantity, row.rate, line.unit),
        "outcome": line.status_label,
        "approved": _approved(line) if line.status in GRANTED else "",
        "reason": line.reason,
        "rationale": found.rationale,
        "alternative": found.alternative,
        "unmet": (
            [[c["text"], c["evidence"]] for c in found.criteria if not c["met"]]
            if line.status != statuses.APPROVED
            else []
        ),
    }


def _approved(line: LineView) -> str:
    made = line.determination
    return (
        _extent(made.start, made.end, made.duration, made.quantity, made.rate, line.unit)
        if made
        else ""
    )


def _extent(
    start: date | None,
    end: date | None,
    duration: int | None,
    quantity: Decimal | None,
    rate: Decimal | None,
    unit: str,
) -> str:
    """Dates, duration, quantity and rate in the words of the case page."""
    parts = []
    if start:
        parts.append(day(start) if end in {None, start} else f"{day(start)} to {day(end)}")
    if duration:
        parts.append(amount(duration, "days"))
    if quantity is not None:
        parts.append(amount(quantity, unit))
    whole = ", ".join(parts)
    return whole if rate is None else f"{whole} at ${rate:.2f}".strip()


def _authorization(case: CaseFile, request: RequestView) -> str:
    """The case's number; before Issue the one that it will give."""
    granted = any(line.status in GRANTED for line in request.lines)
    return case.row.state.authorization or (
        issuance.authorization(case.row.number) if granted else ""
    )


def _external(request: RequestView) -> dict[str, Any]:
    appeal = request.pinned.pack.external_appeal
    return (
        {"form": appeal.form, "who": list(appeal.who), "address": list(appeal.address)}
        if appeal
        else {}
    )


def _address(consumer: dict[str, str]) -> list[str]:
    town = " ".join(
        part for part in (consumer.get("state", ""), consumer.get("postal_code", "")) if part
    )
    second = ", ".join(part for part in (consumer.get("city", ""), town) if part)
    return [part for part in (consumer.get("address", ""), second) if part]


def day(value: date | None) -> str:
    """A date as letters write it."""
    return f"{value:%B} {value.day}, {value.year}" if value else ""
