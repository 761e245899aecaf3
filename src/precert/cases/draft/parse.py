"""From what was typed to what is meant: values of the document as typed fields. Pure; never raises
on typed text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from precert.cases.draft.document import Value, members

LINE_FIELDS = ("start", "end", "duration", "quantity", "rate")
DOLLAR = re.compile(r"^\$ ?(?=.)")
MOST_UNITS = Decimal("9999999999.99")
LONGEST_DURATION = 36_500  # days
LOS = "los"  # the key of the length-of-stay line, and its kind
PROVIDER = re.compile("[0-9]{1,18}")
# [0-9], because \d and Python's own numbers also take Arabic digits, underscores and exponents,
# which nobody means.
ISO_DATE = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
US_DATE = re.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
NUMBER = re.compile(
    r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?|-?\.[0-9]{1,2}"
)  # "2,5" is not 25: a comma parts thousands


@dataclass(frozen=True)
class TypedLine:
    """One line of the document with its fields read; `unreadable` keeps (field, as typed) of what
    is no date or number.
    """

    key: str
    kind: str
    system: str
    code: str
    position: float
    modifiers: tuple[str, ...]
    unit_qualifier: str | None
    start: date | None
    end: date | None
    duration: int | None
    quantity: Decimal | None
    frequency: str | None
    rate: Decimal | None
    unreadable: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TypedDraft:
    """The whole document, read. Diagnoses in order, the first is the primary one."""

    providers: tuple[tuple[str, int], ...]  # (role, provider id)
    place_of_service: str | None
    service_type: str | None
    admission_source: str | None
    admit_date: date | None
    request_type: str | None
    urgency: str | None
    urgency_reason: str | None
    fips: str | None
    diagnoses: tuple[tuple[str, str], ...]  # (system, code)
    lines: tuple[TypedLine, ...]
    unreadable: tuple[tuple[str, str], ...]


def text(value: Value) -> str | None:
    """As text, absent when empty."""
    return None if value is None or value == "" else str(value)


def day(value: Value) -> date | None:
    """A date typed as YYYY-MM-DD or MM/DD/YYYY; ValueError when it is neither or outside 1900 to
    2199.
    """
    typed = text(value)
    if typed is None:
        return None
    if written := ISO_DATE.fullmatch(typed):
        year, month, dom = written.groups()
    elif written := US_DATE.fullmatch(typed):
        month, dom, year = written.groups()
    else:
        raise ValueError("not a date")
    found = date(int(year), int(month), int(dom))
    if not 1900 <= found.year <= 2199:
        raise ValueError("year out of range")
    return found


def amount(value: Value) -> Decimal | None:
    """A number with at most two decimals, its thousands parted by commas or not; ValueError
    otherwise.
    """
    typed = text(value)
    if typed is None:
        return None
    if not NUMBER.fullmatch(typed):
        raise ValueError("not a number of at most two decimals")
    found = Decimal(typed.replace(",", ""))
    if abs(found) > MOST_UNITS:
        raise ValueError("not a number that can be stored")
    return found


def money(value: Value) -> Decimal | None:
    """An amount with or without a dollar sign before it; ValueError otherwise."""
    typed = text(value)
    return amount(typed and DOLLAR.sub("", typed))


def days(value: Value) -> int | None:
    """A whole number of days; ValueError otherwise."""
    typed = text(value)
    found = amount(typed)
    if typed is None or found is None:
        return None
    if "." in typed or abs(found) > LONGEST_DURATION:
        raise ValueError("not a whole number of days")
    return int(found)


READERS = {"start": day, "end": day, "duration": days, "quantity": amount, "rate": money}


def read_line(values: Mapping[str, Value], key: str) -> TypedLine:
    """The line `key` of the document."""
    raw = {
        name: values.get(f"line/{key}/{name}")
        for name in (*LINE_FIELDS, "system", "code", "unit_qualifier", "frequency")
    }
    found: dict[str, date | Decimal | int | None] = {}
    unreadable: list[tuple[str, str]] = []
    for name, reader in READERS.items():
        try:
            found[name] = reader(raw[name])
        except (ValueError, OverflowError):
            found[name] = None
            unreadable.append((name, str(raw[name])))
    position = values.get(f"line/{key}/position")
    return TypedLine(
        key=key,
        kind=(
            LOS if key == LOS else "procedure"
        ),  # whatever a page says: only the key tells them apart
        system=text(raw["system"]) or "",
        code=text(raw["code"]) or "",
        position=position if isinstance(position, (int, float)) else 0,
        modifiers=tuple(
            m.upper() for n in range(1, 5) if (m := text(values.get(f"line/{key}/modifier{n}")))
        ),
        unit_qualifier=text(raw["unit_qualifier"]),
        frequency=text(raw["frequency"]),
        unreadable=tuple(unreadable),
        **found,  # type: ignore[arg-type]
    )


def parse(values: Mapping[str, Value]) -> TypedDraft:
    """Read the whole document."""
    admit, unreadable = None, []
    try:
        admit = day(values.get("service/admit_date"))
    except (ValueError, OverflowError):
        unreadable.append(("service/admit_date", str(values.get("service/admit_date"))))
    lines = [read_line(values, key) for key in members(values, "line")]
    return TypedDraft(
        providers=_providers(values),
        place_of_service=text(values.get("service/place")),
        service_type=text(values.get("service/type")),
        admission_source=text(values.get("service/admission_source")),
        admit_date=admit,
        request_type=text(values.get("request/type")),
        urgency=text(values.get("request/urgency")),
        urgency_reason=text(values.get("request/urgency_reason")),
        fips=text(values.get("request/fips")),
        diagnoses=diagnoses(values),
        lines=tuple(sorted(lines, key=lambda line: (line.kind != "los", line.position, line.key))),
        unreadable=tuple(unreadable),
    )


def _providers(values: Mapping[str, Value]) -> tuple[tuple[str, int], ...]:
    found = [(role, values.get(f"provider/{role}")) for role in ("servicing", "facility", "pcp")]
    chosen = [
        (role, int(v))
        for role, v in found
        if isinstance(v, (int, str)) and PROVIDER.fullmatch(str(v))
    ]
    return (*chosen, *(("attending", int(i)) for i in members(values, "provider/attending")))


def diagnoses(values: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """(system, code) in order of position; the first is the primary diagnosis."""
    found = []
    for path, position in values.items():
        if path.startswith("diagnosis/") and isinstance(position, (int, float)):
            _, system, code = path.split("/")
            found.append((float(position), code, system))
    return tuple((system, code) for _, code, system in sorted(found))
