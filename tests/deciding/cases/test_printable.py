"""Every text that ends in a letter is looked at before Issue: what is typed at the desk is refused, what
was copied is a warning.
"""

from typing import Any

import pytest

from precert.cases import decision, issuable, printable
from tests.deciding.cases.building import MS
from tests.deciding.cases.test_decision import APPROVED, PARTIAL, STAY

STRANGE = {
    "\u202e": "U+202E",
    "\u2066": "U+2066",
    "\u200e": "U+200E",
    "\ufeff": "U+FEFF",
    "\x00": "U+0000",
    "\x07": "U+0007",
    "\u0378": "U+0378",
    "名": "名",
    "😀": "😀",
}
UNMET = {"criterion/stay.S-1": "unmet", "evidence/stay.S-1": "Walks."}
OWN = {"other_criterion": "Progress", "other_evidence": "None shown."}
TYPED: dict[str, dict[str, Any]] = {
    "rationale": {**PARTIAL, "duration": "7"},
    "alternative": {**PARTIAL, "duration": "7", "alternative": "Home care."},
    "evidence/stay.S-1": {**APPROVED, **UNMET},
    "other_criterion": {**APPROVED, **OWN},
    "other_evidence": {**APPROVED, **OWN},
}
PERSON = {"name": "Ann", "member_id": "M1", "address": "1 Elm St", "city": "Denver", "state": "CO"}
PROVIDER = {"role": "requesting", "id": 7, "name": "Clinic", "npi": "1", "address": "2 Oak St"}


def refused(typed: dict[str, Any]) -> list[tuple[str, str]]:
    values = {f"line/los/{name}": value for name, value in typed.items()}
    decided, findings = decision.read(values, [STAY], MS.inpatient)
    findings += issuable.problems(decided, [STAY], MS, MS.inpatient, may_deny=True)
    return [(f.path.removeprefix("line/los/"), f.text) for f in findings if f.code == "unprintable"]


@pytest.mark.parametrize("mark", STRANGE, ids=STRANGE.get)
@pytest.mark.parametrize("name", TYPED)
@pytest.mark.req("REV-04", part="texts of the letter")
def test_what_is_typed_and_no_letter_can_show_is_refused_beside_its_field(
    name: str, mark: str
) -> None:
    typed = TYPED[name]
    assert refused(typed) == []
    [(where, words)] = refused({**typed, name: f"{typed.get(name, 'Good')} a{mark}b"})
    assert where == name
    assert f"cannot print {STRANGE[mark]}." in words


def warned(**changes: Any) -> list[str]:
    found = printable.copied(
        PERSON | changes.get("person", {}),
        [PROVIDER | changes.get("provider", {})],
        [("M54.50", changes.get("text", "Low back pain"))],
        changes.get("decider", "Grace Tester"),
    )
    assert {(one.code, one.severity) for one in found} <= {("letter-text", "warning")}
    return [one.text for one in found]


@pytest.mark.parametrize("mark", STRANGE, ids=STRANGE.get)
@pytest.mark.parametrize(
    ("changes", "what"),
    [
        *(({"person": {key: "Zoë{}"}}, f"the person's {key.replace('_', ' ')}") for key in PERSON),
        *(
            ({"provider": {key: "Zoë{}"}}, f"the requesting provider's {key}")
            for key in ("name", "npi", "address")
        ),
        ({"text": "Pain{}"}, "the description of M54.50"),
        ({"decider": "Zoë{}"}, "your name"),
    ],
)
@pytest.mark.req("REV-04", part="texts of the letter")
def test_what_was_copied_and_no_letter_can_show_is_a_warning_that_says_where(
    changes: dict[str, Any], what: str, mark: str
) -> None:
    assert warned() == []
    marked = {
        name: {key: one.format(mark) for key, one in value.items()}
        if isinstance(value, dict)
        else value.format(mark)
        for name, value in changes.items()
    }
    assert warned(**marked) == [
        f"The letters cannot print {STRANGE[mark]} in {what}. A supervisor must release them."
    ]


@pytest.mark.parametrize("name", ["José Nuñez", "Łódź Đặng", "Русский", "O’Brien", "עברית"])
def test_names_that_the_letters_can_show_are_no_warning(name: str) -> None:
    assert warned(person={"name": name}, decider=name) == []
