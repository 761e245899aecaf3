"""May the requesting provider ask for this service?"""

from precert.cases.draft.naming import listed
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts, ProviderFact
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack


class RequestingProvider(Edit):
    """The requesting provider takes part in the contract and is of a type that may request the
    service type.
    """

    title = "Requesting Provider Not Allowed"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each reason."""
        return [
            found
            for one in facts.providers_in("requesting")
            for found in self._about(one, facts, pack)
        ]

    def _about(self, provider: ProviderFact, facts: Facts, pack: Pack) -> list[Finding]:
        found = []
        if not provider.enrolled:
            text = (
                f"{provider.name} is not enrolled with {pack.name} now. Change to an enrolled"
                f" provider, or call {pack.support.phone}."
            )
            found.append(self.finding(f"{self.title}: {text}", "provider/requesting"))
        asked = facts.service_type
        if asked is not None and not pack.may_request(asked, provider.type_code):
            service = pack.category(facts.category).label("service_types", asked)
            allowed = listed(
                [
                    one.label
                    for one in pack.provider_types
                    if one.code in pack.rules.requesting_types[asked]
                ]
            )
            text = (
                f"{provider.name} is registered as {provider.type_label}; {service} may only be"
                f" requested by: {allowed or 'no provider type'}."
            )
            found.append(
                self.finding(
                    f"{self.title}: {text} Choose another service type, or have one of those"
                    " providers submit the request.",
                    "provider/requesting",
                )
            )
        return found
