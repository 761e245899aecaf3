"""Where and as what the service is given."""

from precert.cases.draft.naming import FIELDS, shown
from precert.cases.draft.sections._base import Part, Section, parts
from precert.cases.facts import Facts
from precert.contracts.schema import Pack


class Service(Section):
    """Place of service and service type; for a stay also how and when the person was admitted."""

    label = "Service Details"
    step = 5
    prefixes = ("service",)

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """What was chosen, by the contract's names."""
        rules = pack.category(facts.category)
        return parts(
            (
                FIELDS["service/type"],
                facts.service_type and rules.label("service_types", facts.service_type),
            ),
            (
                FIELDS["service/place"],
                facts.place_of_service and rules.label("places_of_service", facts.place_of_service),
            ),
            (
                FIELDS["service/admission_source"],
                facts.admission_source and rules.label("admission_sources", facts.admission_source),
            ),
            (FIELDS["service/admit_date"], shown(facts.admit_date) if facts.admit_date else None),
        )
