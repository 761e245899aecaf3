"""Providers, enrolments, consumers and eligibility as the payer's files have them; read-only in the
portal.
"""

from django.db import models

from precert.kit.folding import identifier, name
from precert.registry.folded import LONGEST_SEARCHED, FoldedField, searched


class Provider(models.Model):
    """One NPI + provider type + location, as one payer's files have it.

    `source` names the files that it came with, `source_id` is its id there: by both an import that
    is repeated finds it again, also when everything else has changed. Where the files have no ids,
    NPI, type, the payer's number and the location tell providers apart (see ADR 21).
    """

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=60, blank=True)
    npi = models.CharField(max_length=10, blank=True, db_index=True)
    type_code = models.CharField(max_length=40)
    type_label = models.CharField(max_length=80)
    facility_name = models.CharField(max_length=200, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200, db_index=True)
    specialty = models.CharField(max_length=120, blank=True)
    search_text = FoldedField(searched, max_length=LONGEST_SEARCHED)
    search_id = FoldedField(lambda one: identifier(one.medicaid_id), db_index=True)
    taxonomy = models.CharField(max_length=10, blank=True)
    medicaid_id = models.CharField(max_length=30, blank=True, db_index=True)
    address1 = models.CharField(max_length=120)
    address2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=10)
    county = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="US")
    phone = models.CharField(max_length=20, blank=True)
    fax = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
                name="provider_of_source_once",
            ),
            models.UniqueConstraint(
                fields=[
                    "source",
                    "npi",
                    "type_code",
                    "medicaid_id",
                    "postal_code",
                    "address1",
                    "address2",
                    "city",
                    "state",
                ],
                condition=models.Q(source_id=""),
                name="provider_once",
            ),
        ]
        indexes = [models.Index(fields=["last_name", "first_name"], name="provider_person")]

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A provider in a contract's network, as the payer's file says; the next file may say
    otherwise.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT)
    contract = models.CharField(max_length=60)
    active_from = models.DateField()
    active_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "contract"], name="enrolled_once")
        ]
        indexes = [models.Index(fields=["contract", "provider"], name="enrolment_contract")]


class RegistrationCode(models.Model):
    """The code with which a provider's people register under a contract: ours, and so apart from
    what the payer's files say. A revoked one has no row.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT)
    contract = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)  # as registration.code_digest makes it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "contract"], name="registration_code_once")
        ]
        indexes = [models.Index(fields=["contract", "digest"], name="registration_code_digest")]


class Consumer(models.Model):
    """A member of a customer contract (`customer` is its 5-digit number). `merged_into` makes it an
    alias.
    """

    customer = models.CharField(max_length=5)
    member_id = models.CharField(max_length=40)
    subscriber_id = models.CharField(max_length=40, blank=True)
    first_name = models.CharField(max_length=80)
    middle_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    suffix = models.CharField(max_length=10, blank=True)
    search_last = FoldedField(lambda one: name(one.last_name))
    search_first = FoldedField(lambda one: name(f"{one.first_name} {one.middle_name}"))
    search_id = FoldedField(lambda one: identifier(one.member_id))
    birth_date = models.DateField()
    gender = models.CharField(max_length=1)
    address1 = models.CharField(max_length=120, blank=True)
    address2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="US")
    phone = models.CharField(max_length=20, blank=True)
    temporary = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "member_id"], name="consumer_member_id")
        ]
        indexes = [
            models.Index(fields=["search_last", "birth_date"], name="consumer_name_birth"),
            models.Index(fields=["search_id"], name="consumer_member"),
        ]


class Eligibility(models.Model):
    """One span of coverage; `to_date` is empty while it is open."""

    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="spans")
    program = models.CharField(max_length=80)
    plan = models.CharField(max_length=40)
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "from_date", "program", "plan"], name="eligibility_once"
            )
        ]
