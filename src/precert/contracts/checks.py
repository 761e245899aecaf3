"""What the types alone can't say of a pack: that its parts fit together. Pure; reads no files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args
from zoneinfo import ZoneInfo

import holidays
import us

from precert.contracts.category_checks import category_misfits
from precert.contracts.schema import Applies, Pack
from precert.contracts.schema.category import CodeList
from precert.contracts.texts import unprintable

Found = Iterator[tuple[str, str]]
LISTS: tuple[CodeList, ...] = get_args(CodeList)


@dataclass(frozen=True)
class Known:
    """Names that rooms above define; None where the caller doesn't know them, which leaves the
    check out.
    """

    edits: frozenset[str] | None = None
    actions: frozenset[str] | None = None
    reports: frozenset[str] | None = None


def check(pack: Pack, known: Known | None = None) -> list[tuple[str, str]]:
    """Every misfit as (key path, reason); an empty list for a sound pack."""
    given = known or Known()
    return [
        *_place(pack),
        *_duplicates(pack),
        *category_misfits("inpatient", pack.inpatient),
        *category_misfits("outpatient", pack.outpatient),
        *_services(pack),
        *_patterns(pack),
        *_process(pack),
        *_turnaround(pack),
        *_letters(pack),
        *_above(pack, given),
        *unprintable(pack.model_dump()),
    ]


def _place(pack: Pack) -> Found:
    if pack.state not in us.states.mapping("abbr", "name"):
        yield "state", f"{pack.state!r} is not a postal abbreviation of a state"
    try:
        ZoneInfo(pack.time_zone)
    except (KeyError, ValueError, OSError):
        yield "time_zone", f"{pack.time_zone!r} is not an IANA time zone"
    place = pack.calendar.subdivision
    if place and place not in holidays.country_holidays("US").subdivisions:
        yield (
            "calendar.subdivision",
            f"{place!r} is not a state or territory with a holiday calendar",
        )
    opening, closing = pack.calendar.opening, pack.calendar.closing
    if opening and closing and opening >= closing:
        yield "calendar.closing", "should be later than opening"


def _twice(path: str, codes: Iterable[str], name: str = "code") -> Found:
    seen: dict[str, int] = {}
    for at, code in enumerate(codes):
        if code in seen:
            where = f"{path}[{at}].{name}" if name else f"{path}[{at}]"
            yield where, f"{code!r} is already used at {path}[{seen[code]}]"
        seen.setdefault(code, at)


def _duplicates(pack: Pack) -> Found:
    for name in ("inpatient", "outpatient"):
        category = pack.category(name)
        for one in LISTS:
            yield from _twice(f"{name}.{one}", (entry.code for entry in getattr(category, one)))
        yield from _twice(f"{name}.roles", (rule.role for rule in category.roles), "role")
    yield from _twice("plans", (one.code for one in pack.plans))
    yield from _twice("provider_types", (one.code for one in pack.provider_types))
    yield from _twice("uploads.extensions", pack.uploads.extensions, "")
    yield from _twice("letters", (one.id for one in pack.letters), "id")
    yield from _twice("letters", (one.file_name for one in pack.letters), "file_name")
    yield from _twice("help", (one.id for one in pack.help), "id")
    yield from _twice("criteria", (one.id for one in pack.criteria), "id")
    for at, sheet in enumerate(pack.criteria):
        yield from _twice(f"criteria[{at}].items", (one.code for one in sheet.items))


def _services(pack: Pack) -> Found:
    """References to service types and provider types from outside the categories."""
    services = {
        name: {one.code for one in pack.category(name).service_types}
        for name in ("inpatient", "outpatient")
    }
    yield from _type_rules(pack, services["inpatient"] | services["outpatient"])
    for list_of, conditions in _conditions(pack).items():
        for at, condition in enumerate(conditions):
            yield from _condition(f"{list_of}[{at}]", condition, services)


def _type_rules(pack: Pack, services: set[str]) -> Found:
    types = {one.code for one in pack.provider_types}
    for table, rules in (
        ("servicing_types", pack.rules.servicing_types),
        ("requesting_types", pack.rules.requesting_types),
    ):
        for service, allowed in rules.items():
            if service not in services:
                yield f"rules.{table}.{service}", f"{service!r} is not one of the service types"
            for at, one in enumerate(allowed):
                if one not in types:
                    yield (
                        f"rules.{table}.{service}[{at}]",
                        f"{one!r} is not one of the provider types",
                    )


def _conditions(pack: Pack) -> dict[str, Sequence[Applies]]:
    """The lists of the pack whose entries say when they apply."""
    return {
        "rules.no_authorization": pack.rules.no_authorization,
        "questionnaires": pack.questionnaires,
        "criteria": pack.criteria,
    }


def _condition(path: str, condition: Applies, services: dict[str, set[str]]) -> Found:
    within = set().union(*(services[name] for name in condition.categories or services))
    for at, service in enumerate(condition.service_types):
        if service not in within:
            yield (
                f"{path}.service_types[{at}]",
                f"{service!r} is not one of the {' or '.join(condition.categories)} service types",
            )
    diagnoses = getattr(condition, "diagnoses", ())
    if not (condition.categories or condition.service_types or condition.codes or diagnoses):
        yield path, "should say for which categories, service types or codes it holds"


def _patterns(pack: Pack) -> Found:
    """Ranges of codes whose ends don't fit."""
    groups: list[tuple[str, Iterable[str]]] = []
    for at, rule in enumerate(pack.rules.no_authorization):
        groups += [
            (f"rules.no_authorization[{at}].codes", rule.codes),
            (f"rules.no_authorization[{at}].diagnoses", rule.diagnoses),
        ]
    groups += [
        (f"questionnaires[{at}].codes", one.codes) for at, one in enumerate(pack.questionnaires)
    ]
    groups += [(f"criteria[{at}].codes", one.codes) for at, one in enumerate(pack.criteria)]
    groups += [
        (f"{name}.required.by_code", pack.category(name).required.by_code)
        for name in ("inpatient", "outpatient")
    ]
    for path, patterns in groups:
        for at, pattern in enumerate(patterns):
            first, dash, last = pattern.partition("-")
            if dash and (len(first) != len(last) or first > last):
                where = f"{path}.{pattern}" if path.endswith("by_code") else f"{path}[{at}]"
                yield (
                    where,
                    (
                        f"{pattern!r} is not a range: both ends should be of equal length, the lower one"
                        " first"
                    ),
                )


def _process(pack: Pack) -> Found:
    grounds = {
        one.ground
        for name in ("inpatient", "outpatient")
        for one in pack.category(name).determination_reasons
    }
    for verb, rule in pack.actions.items():
        for at, other in enumerate(rule.after):
            if other not in pack.actions or other == verb:
                yield f"actions.{verb}.after[{at}]", f"{other!r} is not another action of this pack"
        for at, ground in enumerate(rule.grounds):
            if ground not in grounds:
                yield (
                    f"actions.{verb}.grounds[{at}]",
                    f"no determination reason has the ground {ground!r}",
                )
    for at, other in enumerate(pack.external_appeal.after if pack.external_appeal else ()):
        if other not in pack.actions:
            yield f"external_appeal.after[{at}]", f"{other!r} is not an action of this pack"
    if pack.federal.urgent_concurrent_hours and not pack.federal.applies:
        yield "federal.urgent_concurrent_hours", "should be left out where federal.applies is false"


def _turnaround(pack: Pack) -> Found:
    rows = enumerate(pack.turnaround)
    yield from _twice(
        "turnaround",
        (f"{one.category}/{one.kind}/{one.urgency}/{one.source}" for one in pack.turnaround),
        "",
    )
    for at, rule in rows:
        names = (rule.category,) if rule.category else ("inpatient", "outpatient")
        sources = {one.code for name in names for one in pack.category(name).admission_sources}
        if rule.source is not None and rule.source not in sources:
            yield f"turnaround[{at}].source", f"{rule.source!r} is not one of the admission sources"
    for name in ("inpatient", "outpatient"):
        category = pack.category(name)
        for kind in category.request_types:
            for source in ("", *(one.code for one in category.admission_sources)):
                for urgency in ("standard", "expedited"):
                    if (
                        pack.turnaround_for(
                            category=name, kind=kind.code, urgency=urgency, source=source
                        )
                        is None
                    ):
                        wanted = " ".join(
                            part for part in (urgency, name, kind.code, source) if part
                        )
                        yield "turnaround", f"has no rule for: {wanted}"


def _letters(pack: Pack) -> Found:
    for outcome in ("approved", "partial", "denied"):
        if not any(one.audience == "provider" for one in pack.letters_for(outcome)):
            yield "letters", f"has no letter to the provider for the outcome {outcome}"
    seen: dict[tuple[str, str], int] = {}
    for at, letter in enumerate(pack.letters):
        for outcome in letter.outcomes:
            first = seen.setdefault((outcome, letter.audience), at)
            if first != at:
                yield (
                    f"letters[{at}].outcomes",
                    f"letters[{first}] is made for {outcome} to the {letter.audience} already",
                )


def _above(pack: Pack, known: Known) -> Found:
    named = (
        ("rules.severity", pack.rules.severity, known.edits, "edit"),
        ("actions", pack.actions, known.actions, "action"),
        ("reports", pack.reports, known.reports, "report"),
    )
    for path, used, names, what in named:
        for at, one in enumerate(used):
            if names is not None and one not in names:
                where = f"{path}[{at}]" if path == "reports" else f"{path}.{one}"
                yield where, f"there is no {what} {one!r}; there are {', '.join(sorted(names))}"
