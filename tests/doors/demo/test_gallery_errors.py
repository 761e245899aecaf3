"""The gallery's error pages, by the number in their address."""

import pytest


@pytest.mark.parametrize(
    ("number", "status"),
    [(403, 403), (419, 403), (503, 503), (0, 404), (1, 404), (999, 404), (999999999999999999, 404)],
)
def test_each_number_has_its_page_and_any_other_is_not_found(client, number, status):
    assert client.get(f"/gallery/error/{number}").status_code == status
