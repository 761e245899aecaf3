"""Loading rows of the registry, many at a time."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from precert.registry import consumers, providers, setup
from precert.registry.consumers import EligibilitySpan
from precert.registry.models import Consumer

pytestmark = pytest.mark.django_db
PROVIDER = setup.NewProvider(
    source="test",
    npi="2000000010", type_code="clinic", type_label="Clinic", name="Sample Clinic", address1="1 Main St", city="Denver", state="CO",
    postal_code="80204", county="Denver", phone="3035550100", fax="3035550101", medicaid_id="D1", contracts=("co-um", "ms-state-um"),
    active_from=date(2020, 1, 1),
)  # fmt: skip
CONSUMER = setup.NewConsumer(
    customer="00198", member_id="CO1", first_name="Nell", middle_name="", last_name="Sampleford", birth_date=date(1980, 2, 29),
    gender="F", address1="1 Elm St", city="Denver", state="CO", postal_code="80204", county="Denver", phone="3035550102",
    spans=(EligibilitySpan("Medicaid", "medicaid", date(2024, 1, 1), date(2024, 12, 31)),
           EligibilitySpan("Medicaid", "medicaid", date(2025, 3, 1), None)),
)  # fmt: skip


def test_providers_come_with_their_enrolments_in_the_order_given() -> None:
    ids = setup.add_providers(
        [PROVIDER, replace(PROVIDER, npi="2000000028", name="Second Clinic", contracts=())]
    )
    found = providers.many(ids)
    assert [found[pk].name for pk in ids] == ["Sample Clinic", "Second Clinic"]
    assert providers.enrolled("co-um", ids, date(2026, 1, 1)) == {ids[0]}
    assert providers.enrolled("co-um", ids, date(2019, 12, 31)) == frozenset()


def test_consumers_are_found_with_their_spans() -> None:
    (pk,) = setup.add_consumers([CONSUMER])
    person = consumers.person(pk)
    assert person is not None
    assert (person.name, person.subscriber_id, person.spans) == (
        "Nell Sampleford",
        "CO1",
        CONSUMER.spans,
    )
    assert [
        one.id for one in consumers.by_name_and_birth(["00198"], "SAMPLEFORD", date(1980, 2, 29))
    ] == [pk]


def test_a_member_id_that_is_there_loads_nothing_of_the_call() -> None:
    setup.add_consumers([CONSUMER])
    with pytest.raises(IntegrityError), transaction.atomic():
        setup.add_consumers([replace(CONSUMER, member_id="CO2"), CONSUMER])
    assert Consumer.objects.count() == 1
