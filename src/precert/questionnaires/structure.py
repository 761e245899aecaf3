"""The only place that knows the FHIR library: is this JSON R4 4.0.1 by structure, and JSON text
with exact decimals.

fhirkit-rs finds wrong, missing and unknown elements, wrong JSON types and malformed primitives, all
at once and with their path. It does not look at required bindings, invariants or links between
items: `rules` and `links` do.
"""

import json
from decimal import Decimal
from typing import Any

import fhirkit

from precert.questionnaires.model import ResourceProblem


def read(
    source: str | bytes | dict[str, Any],
) -> tuple[dict[str, Any] | None, list[ResourceProblem]]:
    """The resource in `source`, None when it is no JSON object, and what is wrong in it; paths
    start below the resource's own name.
    """
    try:
        given = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        issues = fhirkit.validate(given)
        resource = json.loads(given, parse_float=Decimal) if isinstance(given, str) else given
    except (ValueError, TypeError, RecursionError) as error:
        return None, [ResourceProblem("", f"not JSON: {error}")]
    problems = [
        ResourceProblem(issue.path.partition(".")[2], issue.message)
        for issue in issues
        if issue.severity == "error"
    ]
    return (
        (resource, problems)
        if isinstance(resource, dict)
        else (None, [ResourceProblem("", "not a JSON object")])
    )


def as_text(resource: dict[str, Any]) -> str:
    """The resource as JSON, decimals digit for digit. Raises ValueError when it is not valid R4."""
    return str(fhirkit.parse(resource, strict=True).to_json())
