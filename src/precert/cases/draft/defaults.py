"""What a new request starts with, so that nobody types what is known. Pure."""

from precert.cases.draft.document import Value
from precert.cases.draft.edit import Changes
from precert.contracts.schema import Category, Pack


def defaults(pack: Pack, category: str, provider_id: int) -> Changes:
    """The changes that fill an empty draft.

    The requesting provider in the roles it has by default, every list that leaves one choice, the
    request type (prior authorization where it is offered), and the length of stay where it comes by
    itself. Urgency that is asked is never filled in: that is the provider's to say.
    """
    rules = pack.category(category)
    found: dict[str, Value] = {
        f"provider/{role.role}": provider_id
        for role in rules.roles
        if role.default_requesting and not role.many
    }
    for path, codes in (
        ("service/place", [one.code for one in rules.places_of_service]),
        ("service/type", [one.code for one in rules.service_types]),
        ("service/admission_source", [one.code for one in rules.admission_sources]),
    ):
        if len(codes) == 1:
            found[path] = codes[0]
    kinds = [str(one.code) for one in rules.request_types if one.first]
    if len(kinds) == 1 or "prior-auth" in kinds:
        found["request/type"] = "prior-auth" if "prior-auth" in kinds else kinds[0]
    changes: Changes = {path: (None, value) for path, value in found.items()}
    return changes | (
        length_of_stay(rules) if rules.has_los(str(found.get("service/type", ""))) else {}
    )


def length_of_stay(rules: Category) -> Changes:
    """The changes that add the length-of-stay line to a draft that has none; its unit qualifier
    when there is only one.
    """
    changes: Changes = {"line/los/kind": (None, "los"), "line/los/position": (None, 0)}
    units = [one.code for one in rules.unit_qualifiers if "los" in one.lines]
    if len(units) == 1:
        changes["line/los/unit_qualifier"] = (None, units[0])
    return changes
