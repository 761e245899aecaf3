"""The JSON of questionnaires in a few words."""

from pathlib import Path
from typing import Any

import precert

PACKS = Path(precert.__file__).parent / "contracts" / "packs"
SHIPPED = (
    "co-um/questionnaires/imaging.json",
    "co-um/questionnaires/wheelchair.json",
    "ms-state-um/questionnaires/inpatient-rehabilitation.json",
)


def question(link_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "text": f"Question {link_id}?", "type": kind, **more}


def extension(url: str, **value: Any) -> dict[str, Any]:
    return {"url": f"http://hl7.org/fhir/StructureDefinition/{url}", **value}


def option(code: str, score: float | None = None, exclusive: bool = False) -> dict[str, Any]:
    extensions = [extension("ordinalValue", valueDecimal=score)] if score is not None else []
    extensions += (
        [extension("questionnaire-optionExclusive", valueBoolean=True)] if exclusive else []
    )
    return {"valueCoding": {"system": "urn:x", "code": code, "display": code.title()}} | (
        {"extension": extensions} if extensions else {}
    )


def in_unit(*codes: str) -> list[dict[str, Any]]:
    url = "questionnaire-unit" if len(codes) == 1 else "questionnaire-unitOption"
    return [
        extension(
            url,
            valueCoding={
                "system": "http://unitsofmeasure.org",
                "code": code,
                "display": f"{code}s",
            },
        )
        for code in codes
    ]


def resource(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": "https://precert.example/Questionnaire/test",
        "version": "1",
        "title": "Test",
        "status": "active",
        "item": list(items),
        **more,
    }
