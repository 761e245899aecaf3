"""What a person reads who isn't let in: staff have no provider and no context to change."""

import pytest

from tests import world as w
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "status"), [("/audit", 403), ("/cases/999999999", 404)])
def test_staff_are_told_of_their_role_and_contracts_not_of_a_provider(
    world: w.World, path: str, status: int
) -> None:
    refused = w.signed_in(world, "nora").get(path)
    assert refused.status_code == status
    assert "provider" not in text(refused)
    assert "context" not in text(refused)
    outside = w.signed_in(world, "ada", "denver").get(path)
    assert outside.status_code == status
    assert "change context" in text(outside) or "switch to a context" in text(outside)
