"""What is asked for: the kind of request, its procedures and its length of stay."""

from precert.cases.draft.naming import FIELDS, LENGTH_OF_STAY, shown_span
from precert.cases.draft.sections._base import Part, Section, parts
from precert.cases.facts import Facts
from precert.contracts.schema import Pack


class Requests(Section):
    """Request type and urgency, and the lines."""

    label = "Requests"
    step = 7
    prefixes = ("request", "line")

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """Request type, urgency, the codes asked for and the days from the first to the last."""
        rules = pack.category(facts.category)
        urgency = next(
            (one.label for one in rules.urgency.levels if one.code == facts.urgency), None
        )
        codes = [line.code.code for line in facts.procedures if line.code.code]
        first, last = facts.span
        return parts(
            (
                FIELDS["request/type"],
                facts.request_type and rules.label("request_types", facts.request_type),
            ),
            (FIELDS["request/urgency"], urgency),
            ("Requested", ", ".join([*([LENGTH_OF_STAY] if facts.los else []), *codes])),
            ("Service Dates", shown_span(first, last) if first and last else None),
        )
