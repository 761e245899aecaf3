"""What a payer's file brings twice is there once: an import can be repeated."""

import pytest
from django.db import IntegrityError, transaction

from precert.registry.models import Consumer, Eligibility, Enrolment, Provider
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.mark.parametrize("kind", [Provider, Enrolment, Consumer, Eligibility])
def test_a_second_insert_of_the_same_is_refused(world, kind):
    row = kind.objects.order_by("pk").first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("npi", "1999999984"),
        ("type_code", "other"),
        ("medicaid_id", "B7"),
        ("address1", "2 Elm St"),
        ("postal_code", "80299"),
    ],
)
def test_another_number_type_or_location_is_a_provider_of_its_own(world, field, other):
    row = Provider.objects.order_by("pk").first()
    row.pk = None
    setattr(row, field, other)
    row.save(force_insert=True)


@pytest.mark.parametrize(
    ("field", "other"),
    [("program", "CHP"), ("plan", "chp"), ("from_date", "2025-01-01")],
)
def test_another_program_plan_or_first_day_is_a_span_of_its_own(world, field, other):
    row = Eligibility.objects.order_by("pk").first()
    row.pk = None
    setattr(row, field, other)
    row.save(force_insert=True)


def test_a_provider_is_found_again_by_the_id_that_its_files_have(world):
    row = Provider.objects.order_by("pk").first()
    row.pk, row.source, row.source_id = None, "co-files", "P-17"
    row.save(force_insert=True)
    row.pk, row.npi, row.address1 = None, "1999999984", "9 New St"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.source = "ms-files"
    row.save(force_insert=True)
