"""Parts of a pack that don't fit together: each is refused at its own path with a reason that says
what to do.
"""

from collections.abc import Callable
from typing import Any

import pytest

from precert.contracts.checks import Known, check
from precert.contracts.pack_reader import from_data
from tests.deciding.contracts.packs import data, folder, problems, put

Spoil = Callable[[dict[str, Any]], object]


def set_(*steps: int | str, to: Any) -> Spoil:
    return lambda tree: put(tree, steps, to)


def again(*steps: int | str) -> Spoil:
    """Repeats the first entry of a list at its end."""

    def spoil(tree: Any) -> None:
        for step in steps:
            tree = tree[step]
        tree.append(tree[0])

    return spoil


MISFITS: list[tuple[Spoil, str, str]] = [
    (set_("id", to="co"), "id", "the folder's name"),
    (set_("id", to="CO UM"), "id", "should look like"),
    (set_("state", to="XX"), "state", "not a postal abbreviation"),
    (set_("time_zone", to="Mountain"), "time_zone", "not an IANA time zone"),
    (set_("time_zone", to="../etc"), "time_zone", "not an IANA time zone"),
    (set_("calendar", "subdivision", to="ZZ"), "calendar.subdivision", "not a state or territory"),
    (
        set_("calendar", to={"opening": "17:00:00", "closing": "08:00:00"}),
        "calendar.closing",
        "later than opening",
    ),
    (set_("customer", "number", to="198"), "customer.number", "should look like"),
    (set_("session", "idle_minutes", to=2), "session.idle_minutes", "greater than 2"),
    (set_("session", "countdown", to="whenever"), "session.countdown", "'ends-at' or 'starts-at'"),
    (set_("name", to=" "), "name", "should not be empty"),
    (set_("name", to="Colo\u202erado"), "name", "should not contain U+202E"),
    (set_("support", "name", to="Help 😀"), "support.name", "should not contain 😀"),
    (
        set_("outpatient", "determination_reasons", 0, "label", to="Me\u200bets"),
        "outpatient.determination_reasons[0].label",
        "should not contain U+200B",
    ),
    (again("plans"), "plans[2].code", "is already used at plans[0]"),
    (again("provider_types"), "provider_types[16].code", "is already"),
    (
        again("outpatient", "service_types"),
        "outpatient.service_types[8].code",
        "is already used at outpatient.service_types[0]",
    ),
    (
        again("inpatient", "determination_reasons"),
        "inpatient.determination_reasons[10].code",
        "is already",
    ),
    (again("outpatient", "roles"), "outpatient.roles[3].role", "is already"),
    (again("uploads", "extensions"), "uploads.extensions[11]", "is already"),
    (again("letters"), "letters[6].file_name", "is already"),
    (again("letters"), "letters[6].outcomes", "is made for approved to the provider already"),
    (again("criteria", 0, "items"), "criteria[0].items[4].code", "is already"),
    (again("turnaround"), "turnaround[5]", "is already"),
    (set_("letters", 0, "file_name", to="../PA"), "letters[0].file_name", "should look like"),
    (
        set_("letters", 0, "audience", to="member"),
        "letters",
        "no letter to the provider for the outcome approved",
    ),
    (set_("uploads", "extensions", to=[]), "uploads.extensions", "at least 1"),
    (set_("uploads", "max_bytes", to=0), "uploads.max_bytes", "greater than 0"),
    (set_("outpatient", "service_types", to=[]), "outpatient.service_types", "at least 1"),
    (
        set_("outpatient", "roles", to=[{"role": "pcp", "label": "PCP"}]),
        "outpatient.roles",
        "should have the role servicing",
    ),
    (
        set_("outpatient", "roles", 0, "role", to="surgeon"),
        "outpatient.roles[0].role",
        "should be 'servicing'",
    ),
    (
        set_("outpatient", "urgency", "levels", to=[{"code": "soon", "label": "Soon"}]),
        "outpatient.urgency.levels",
        "standard and expedited",
    ),
    (
        set_("outpatient", "urgency", "asked", to=False),
        "outpatient.urgency.with_reason",
        "urgency.asked is false",
    ),
    (
        set_("outpatient", "urgency", "asked", to=False),
        "outpatient.required.case",
        "asks for the urgency",
    ),
    (
        set_("outpatient", "required", "case", to=["admission_source"]),
        "outpatient.required.case",
        "lists none",
    ),
    (
        set_("outpatient", "required", "case", 0, to="shoe_size"),
        "outpatient.required.case[0]",
        "should be 'place_of_service'",
    ),
    (
        set_("outpatient", "required", "by_service_type", "999", to={}),
        "outpatient.required.by_service_type.999",
        "not one of the outpatient",
    ),
    (
        set_("outpatient", "required", "by_code", "K2-K1", to={}),
        "outpatient.required.by_code.K2-K1",
        "is not a range",
    ),
    (
        set_("outpatient", "code_types", "diagnosis", to=["cpt"]),
        "outpatient.code_types.diagnosis[0]",
        "has no diagnosis codes",
    ),
    (
        set_("outpatient", "code_types", "procedure", to=["icd10cm"]),
        "outpatient.code_types.procedure[0]",
        "has no procedure codes",
    ),
    (
        set_(
            "outpatient", "unit_qualifiers", to=[{"code": "DY", "label": "Days", "lines": ["los"]}]
        ),
        "outpatient.unit_qualifiers",
        "procedure",
    ),
    (
        set_(
            "inpatient",
            "unit_qualifiers",
            to=[{"code": "FL", "label": "Units", "lines": ["procedure"]}],
        ),
        "inpatient.unit_qualifiers",
        "stay",
    ),
    (
        set_("inpatient", "note_types", to=[{"code": "i", "label": "I", "audience": "internal"}]),
        "inpatient.note_types",
        "external",
    ),
    (
        set_("inpatient", "urgency", "derived_from_admission_source", to={"moon": "standard"}),
        "inpatient.urgency.derived_from_admission_source.moon",
        "not one of the inpatient admission sources",
    ),
    (
        set_(
            "inpatient", "request_types", to=[{"code": "concurrent", "label": "C", "first": False}]
        ),
        "inpatient.request_types",
        "first = true",
    ),
    (
        set_("inpatient", "determination_reasons", 4, "ground", to="whim"),
        "inpatient.determination_reasons[4].ground",
        "should be 'medical",
    ),
    (
        lambda tree: tree["inpatient"]["determination_reasons"][4].pop("ground"),
        "inpatient.determination_reasons[4].ground",
        "needs a ground",
    ),
    (
        set_("inpatient", "determination_reasons", 0, "ground", to="administrative"),
        "inpatient.determination_reasons[0].ground",
        "left out",
    ),
    (
        lambda tree: tree["inpatient"]["determination_reasons"].pop(3),
        "inpatient.determination_reasons",
        "no reason for the outcome partial",
    ),
    (
        set_("rules", "servicing_types", "999", to=["clinic"]),
        "rules.servicing_types.999",
        "not one of the service types",
    ),
    (
        set_("rules", "servicing_types", "117b", to=["circus"]),
        "rules.servicing_types.117b[0]",
        "not one of the provider types",
    ),
    (
        set_("rules", "requesting_types", "117b", to=["circus"]),
        "rules.requesting_types.117b[0]",
        "not one of the provider types",
    ),
    (
        set_("rules", "no_authorization", 0, "service_types", to=["364a"]),
        "rules.no_authorization[0].service_types[0]",
        "outpatient service types",
    ),
    (
        set_("rules", "no_authorization", 0, to={"reason": "All free"}),
        "rules.no_authorization[0]",
        "should say for which",
    ),
    (
        set_("rules", "no_authorization", 0, "codes", to=["70010-769"]),
        "rules.no_authorization[0].codes[0]",
        "is not a range",
    ),
    (
        set_("rules", "no_authorization", 0, "codes", to=["lower"]),
        "rules.no_authorization[0].codes[0]",
        "should look like",
    ),
    (set_("rules", "severity", to={"EDT": "fatal"}), "rules.severity.EDT", "should be 'error'"),
    (
        set_("questionnaires", 0, "service_types", to=["999"]),
        "questionnaires[0].service_types[0]",
        "service types",
    ),
    (
        set_("questionnaires", 0, to={"file": "questionnaires/imaging.json"}),
        "questionnaires[0]",
        "should say for which",
    ),
    (
        set_("criteria", 0, "service_types", to=["999"]),
        "criteria[0].service_types[0]",
        "service types",
    ),
    (set_("actions", "copy", "after", to=["fly"]), "actions.copy.after[0]", "not another action"),
    (set_("actions", "copy", "after", to=["copy"]), "actions.copy.after[0]", "not another action"),
    (
        set_("actions", "copy", "channels", to=["telepathy"]),
        "actions.copy.channels[0]",
        "should be 'action'",
    ),
    (
        set_("actions", "Copy It", to={"channels": ["action"]}),
        "actions.Copy It",
        "should look like",
    ),
    (
        set_(
            "actions", "copy", "window", to={"amount": 0, "unit": "days", "from": "determination"}
        ),
        "actions.copy.window.amount",
        "greater",
    ),
    (
        set_(
            "actions",
            "copy",
            "window",
            to={"amount": 1, "unit": "fortnights", "from": "determination"},
        ),
        "actions.copy.window.unit",
        "should be",
    ),
    (
        set_("actions", "copy", "window", to={"amount": 1, "unit": "days", "from": "birth"}),
        "actions.copy.window.from",
        "should be",
    ),
    (
        set_(
            "external_appeal",
            to={"who": ["member"], "form": "F", "address": ["A", "B"], "after": ["fly"]},
        ),
        "external_appeal.after[0]",
        "not an action",
    ),
    (
        set_("external_appeal", to={"who": ["member"], "form": "F", "address": ["A"]}),
        "external_appeal.address",
        "at least 2",
    ),
    (
        set_("turnaround", 0, "source", to="moon"),
        "turnaround[0].source",
        "not one of the admission sources",
    ),
    (
        lambda tree: tree["turnaround"].pop(0),
        "turnaround",
        "has no rule for: standard inpatient prior-auth",
    ),
    (
        set_("federal", to={"applies": False, "urgent_concurrent_hours": 24}),
        "federal.urgent_concurrent_hours",
        "left out",
    ),
    (
        set_("federal", to={"applies": True, "urgent_concurrent_hours": 48}),
        "federal.urgent_concurrent_hours",
        "should be",
    ),
    (set_("information", "due", "amount", to=-1), "information.due.amount", "greater than 0"),
    (
        set_("community_resources", 0, "url", to="http://plain.example.org"),
        "community_resources[0].url",
        "should look like",
    ),
    (set_("support", "email", to="nobody"), "support.email", "should look like"),
    (
        set_("sign_in", to={"minimum_length": 4}),
        "sign_in.minimum_length",
        "greater than or equal to 8",
    ),
    (set_("terms", "file", to="../co-um/terms.md"), "terms.file", "should look like"),
    (set_("terms", "file", to="help/../../ms-state-um/terms.md"), "terms.file", "is outside"),
    (set_("terms", "file", to="help"), "terms.file", "should be a .md file"),
    (set_("help", 0, "file", to="help/none.md"), "help[0].file", "no such file"),
    (
        set_("questionnaires", 0, "file", to="terms.md"),
        "questionnaires[0].file",
        "should be a .json file",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "path", "reason"),
    MISFITS,
    ids=[f"{at}-{path}" for at, (_, path, _) in enumerate(MISFITS)],
)
def test_what_does_not_fit_is_refused_where_it_stands(spoil: Spoil, path: str, reason: str) -> None:
    found = problems("co-um", spoil)
    assert any(one.path == path and reason in one.reason for one in found), [
        str(one) for one in found
    ]


@pytest.mark.parametrize(
    ("spoil", "known", "path"),
    [
        (
            set_("rules", "severity", to={"no-such-edit": "error"}),
            Known(edits=frozenset({"duplicate"})),
            "rules.severity.no-such-edit",
        ),
        (
            set_("actions", "fly", to={"channels": ["action"]}),
            Known(actions=frozenset({"copy"})),
            "actions.fly",
        ),
        (
            set_("reports", to=["astrology"]),
            Known(reports=frozenset({"provider-report"})),
            "reports[0]",
        ),
    ],
)
def test_names_of_upper_rooms_are_checked_where_the_caller_knows_them(
    spoil: Spoil, known: Known, path: str
) -> None:
    tree = data("co-um")
    spoil(tree)
    pack = from_data(folder("co-um"), tree).pack
    found = dict(check(pack, known))
    assert found[path].startswith("there is no ")
