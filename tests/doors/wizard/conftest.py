"""Ada at Denver Hospital with a draft for Carol; a page posts what a browser without script would."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from precert.cases.models import Draft
from tests import world as worlds


@dataclass
class Desk:
    """Somebody at a draft."""

    client: Client
    draft: UUID

    def get(self, step: str, query: str = "") -> Any:
        return self.client.get(f"/drafts/{self.draft}/{step}{query}")

    def post(self, step: str, data: dict[str, Any] | None = None) -> Any:
        return self.client.post(f"/drafts/{self.draft}/{step}", data or {})

    def fill(self, step: str, values: dict[str, str], **buttons: str) -> Any:
        """The whole form of a step as the page has it, with these values typed."""
        page = self.get(step)
        assert page.status_code == 200
        seen = {
            html.unescape(n): html.unescape(v)
            for n, v in re.findall(r'name="(seen:[^"]+)" value="([^"]*)"', page.content.decode())
        }
        return self.post(
            step, {n.removeprefix("seen:"): v for n, v in seen.items()} | seen | values | buttons
        )

    def save(self, changes: dict[str, list[Any]], step: str = "service", **headers: str) -> Any:
        return self.client.post(
            f"/drafts/{self.draft}/save?step={step}",
            json.dumps({"changes": changes}),
            content_type="application/json",
            headers={"Accept": "application/json", "X-Precert-Background": "1", **headers},
        )

    @property
    def values(self) -> dict[str, Any]:
        return dict(Draft.objects.get(pk=self.draft).values)


@pytest.fixture
def world(db, now):
    return worlds.build(now)


@pytest.fixture
def at(world, now) -> Callable[..., Desk]:
    """A desk of Ada's (or another's) with a new draft."""

    def make(who: str = "ada", provider: str = "denver", **more: Any) -> Desk:
        return Desk(
            worlds.signed_in(world, who, provider),
            worlds.draft(world, now, who=who, provider=provider, **more),
        )

    return make


@pytest.fixture
def desk(at) -> Desk:
    return at()


@pytest.fixture
def filled(desk, world, now) -> Desk:
    """A complete outpatient request."""
    worlds.fill(world, desk.draft, worlds.OUTPATIENT, world.ada, now)
    return desk


@pytest.fixture
def text() -> Callable[[Any], str]:
    """What a page says, without tags."""

    def read(page: Any) -> str:
        plain = re.sub(r"<[^>]+>", " ", page.content.decode())
        return " ".join(html.unescape(plain).split())

    return read
