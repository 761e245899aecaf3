"""May a provider of this type give this service?"""

from dataclasses import replace

import pytest

from precert.cases.edits.servicing_provider_type import ServicingProviderType
from tests.deciding.cases.building import CO, INPATIENT, OUTPATIENT, provider


@pytest.mark.req("EDT-02", "CON-07")
@pytest.mark.parametrize(
    ("facts", "role"),
    [(OUTPATIENT, "servicing"), (INPATIENT, "facility")],
    ids=["outpatient", "inpatient"],
)
def test_the_wrong_type_is_refused_at_its_role(facts: object, role: str) -> None:
    wrong = replace(
        facts, providers=(provider("requesting", "acute-hospital"), provider(role, "laboratory"))
    )  # type: ignore[type-var]
    [found] = ServicingProviderType().find(wrong, CO)  # type: ignore[arg-type]
    assert (found.code, found.path) == ("servicing_provider_type", f"provider/{role}")


@pytest.mark.req("EDT-02")
def test_the_finding_names_who_may() -> None:
    [found] = ServicingProviderType().find(replace(OUTPATIENT, service_type="032"), CO)
    assert "DME may only be provided by: DME Supplier" in found.text


def test_the_requesting_provider_is_not_judged_here_and_without_service_type_nobody_is() -> None:
    assert (
        ServicingProviderType().find(
            replace(OUTPATIENT, providers=(provider("requesting", "laboratory"),)), CO
        )
        == []
    )
    assert (
        ServicingProviderType().find(
            replace(OUTPATIENT, service_type=None, providers=(provider("servicing", "transport"),)),
            CO,
        )
        == []
    )
