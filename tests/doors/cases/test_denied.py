"""A denial under a contract with an external appeal: who may file, which form, and where to."""

from datetime import datetime
from uuid import UUID

import pytest
from django.utils.html import escape

from precert.cases.models import Request
from precert.contracts.queries import current
from tests import world as w
from tests.doing.cases import asking as a
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.req("CON-05", part="external appeal")
def test_the_external_appeal_of_the_contract_stands_on_a_denied_case(
    world: w.World, now: datetime
) -> None:
    """Mississippi names one; Colorado's denial leaves it out."""
    inside = a.submitted_by_jill(world, now)
    w.issue(inside, world.paul, now, a.DENY)
    number = Request.objects.get(pk=inside).case.number
    shown = text(w.signed_in(world, "jill", "jackson").get(f"/cases/{number}"))
    appeal = current(w.MS).pack.external_appeal
    assert appeal is not None
    for words in (appeal.form, *appeal.who, *appeal.address):
        assert escape(words) in shown, words
    made = w.submitted(world, now)
    w.issue(UUID(made["request"]), world.paul, now, a.DENY)
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{made['case']}"))
    assert current(w.CO).pack.support.phone in shown
    assert appeal.form not in shown
    assert appeal.address[-1] not in shown
