"""What the types can't say of one category: that its lists, required fields and reasons fit
together. Pure.
"""

from collections.abc import Iterator

from precert.contracts.schema import Category

Found = Iterator[tuple[str, str]]
REQUIRED_ROLE = {"inpatient": "facility", "outpatient": "servicing"}


def category_misfits(name: str, category: Category) -> Found:
    """Every misfit inside the category `name` as (key path, reason)."""
    yield from _references(name, category)
    yield from _needs(name, category)
    yield from _codes(name, category)
    yield from _reasons(name, category)


def _references(name: str, category: Category) -> Found:
    sources = {one.code for one in category.admission_sources}
    services = {one.code for one in category.service_types}
    for code in category.required.by_service_type:
        if code not in services:
            yield (
                f"{name}.required.by_service_type.{code}",
                f"{code!r} is not one of the {name} service types",
            )
    for code in category.urgency.derived_from_admission_source:
        if code not in sources:
            yield (
                f"{name}.urgency.derived_from_admission_source.{code}",
                f"{code!r} is not one of the {name} admission sources",
            )


def _needs(name: str, category: Category) -> Found:
    asked = set(category.required.case)
    if "admission_source" in asked and not category.admission_sources:
        yield f"{name}.required.case", "asks for an admission source, but the category lists none"
    if asked & {"urgency", "urgency_reason"} and not category.urgency.asked:
        yield f"{name}.required.case", "asks for the urgency, but urgency.asked is false"
    if category.urgency.with_reason and not category.urgency.asked:
        yield f"{name}.urgency.with_reason", "asks for a reason, but urgency.asked is false"
    if {one.code for one in category.urgency.levels} != {"standard", "expedited"}:
        yield f"{name}.urgency.levels", "should be the two codes standard and expedited"
    if category.role(REQUIRED_ROLE[name]) is None:
        yield f"{name}.roles", f"should have the role {REQUIRED_ROLE[name]}"
    if not any(one.first for one in category.request_types):
        yield f"{name}.request_types", "should have at least one type with first = true"
    if not any(one.audience == "external" for one in category.note_types):
        yield f"{name}.note_types", "should have at least one type with audience external"


def _codes(name: str, category: Category) -> Found:
    for at, system in enumerate(category.code_types.diagnosis):
        if system not in {"icd10cm", "icd9cm"}:
            yield f"{name}.code_types.diagnosis[{at}]", f"{system!r} has no diagnosis codes"
    for at, system in enumerate(category.code_types.procedure):
        if system == "icd10cm":
            yield f"{name}.code_types.procedure[{at}]", f"{system!r} has no procedure codes"
    kinds = {kind for one in category.unit_qualifiers for kind in one.lines}
    if "procedure" not in kinds:
        yield f"{name}.unit_qualifiers", "has none for procedure lines"
    if "los" not in kinds and any(category.has_los(one.code) for one in category.service_types):
        yield f"{name}.unit_qualifiers", "has none for the length-of-stay line"


def _reasons(name: str, category: Category) -> Found:
    for at, one in enumerate(category.determination_reasons):
        path = f"{name}.determination_reasons[{at}].ground"
        adverse = bool({"denied", "partial"} & set(one.outcomes))
        if adverse and one.ground is None:
            yield path, "is missing: a denial or partial denial needs a ground"
        if not adverse and one.ground is not None:
            yield path, "should be left out: only a denial or partial denial has a ground"
    for outcome in ("approved", "partial", "denied"):
        if not category.reasons_for(outcome):
            yield f"{name}.determination_reasons", f"has no reason for the outcome {outcome}"
