"""Who asks, who serves, who attends."""

from precert.cases.draft.sections._base import Part, Section
from precert.cases.facts import Facts, ProviderFact
from precert.contracts.schema import Pack


class Providers(Section):
    """The providers of the request besides the requesting one, which is the provider acted for."""

    label = "Additional Providers"
    step = 4
    review_link = "Update Providers"
    prefixes = ("provider",)

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """Each provider as name/NPI under the name of its role."""
        names = {role.role: role.label for role in pack.category(facts.category).roles}
        requesting = [("Requesting", _shown(one)) for one in facts.providers_in("requesting")]
        return (
            *requesting,
            *(
                (label, _shown(one))
                for role, label in names.items()
                for one in facts.providers_in(role)
            ),
        )


def _shown(provider: ProviderFact) -> str:
    return f"{provider.name}/{provider.npi}" if provider.npi else provider.name
