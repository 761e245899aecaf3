"""Questionnaires ready to be asked."""

from collections.abc import Callable
from typing import Any

import pytest

from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import load
from tests.deciding.questionnaires.building import PACKS, SHIPPED, resource


@pytest.fixture
def ask() -> Callable[..., Questionnaire]:
    """Loads a questionnaire whose one section `s` holds the items given."""

    def loaded(*items: dict[str, Any]) -> Questionnaire:
        return load(
            resource({"linkId": "s", "text": "Section", "type": "group", "item": list(items)}),
            "test",
        )

    return loaded


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Questionnaire:
    """Each questionnaire that comes with the packs."""
    return load((PACKS / request.param).read_bytes(), request.param)
