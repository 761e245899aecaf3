"""May a provider of this type give this service?"""

from precert.cases.draft.naming import listed
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack

SERVING = ("servicing", "facility")


class ServicingProviderType(Edit):
    """The servicing provider, or the facility, is of a type that the contract allows for the
    service type.
    """

    title = "Servicing Provider Type Not Allowed for Service Type"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each provider that doesn't fit."""
        asked = facts.service_type
        if asked is None:
            return []
        service = pack.category(facts.category).label("service_types", asked)
        allowed = listed(
            [
                one.label
                for one in pack.provider_types
                if one.code in pack.rules.servicing_types.get(asked, ())
            ]
        )
        return [
            self.finding(
                f"{self.title}: {one.name} is registered as {one.type_label}; {service} may only"
                f" be provided by: {allowed or 'no provider type'}. Choose another provider or"
                " another service type.",
                f"provider/{one.role}",
            )
            for role in SERVING
            for one in facts.providers_in(role)
            if not pack.may_serve(asked, one.type_code)
        ]
