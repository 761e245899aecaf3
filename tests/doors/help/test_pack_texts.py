"""The texts of a contract pack are what its people read."""

import html
from datetime import datetime
from uuid import UUID

import pytest

from precert.contracts import queries as contracts
from precert.web.help import text as reader
from tests import world as w
from tests.doing.cases import asking as a
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


def solid(words: str) -> str:
    """Without spaces: where a tag stood, the text of a page has one more."""
    return "".join(html.unescape(words).split())


def paragraphs(markdown: str) -> list[str]:
    """The words of each paragraph of a text."""
    return [
        "".join(part.text for part in row) for block in reader.read(markdown) for row in block.rows
    ]


@pytest.mark.req("CON-09")
@pytest.mark.parametrize(
    ("who", "provider", "contract"), [("ada", "denver", w.CO), ("jill", "jackson", w.MS)]
)
def test_the_texts_of_the_pack_are_what_its_people_read(
    now: datetime, who: str, provider: str, contract: str
) -> None:
    world = w.build(now)
    pinned = contracts.current(contract)
    pack, browser = pinned.pack, w.signed_in(world, who, provider)
    for place, kind in (
        ("guide", "user-guide"), ("faq", "faq"), ("releases", "release-notes"), ("passwords", "password-guidelines"),
    ):  # fmt: skip
        shown = solid(text(browser.get(f"/help/{place}")))
        [doc] = [one for one in pack.help if one.kind == kind]
        told = paragraphs(pinned.text(doc.file))
        assert told
        for words in told:
            assert solid(words) in shown, (place, words)
    contact = text(browser.get("/help"))
    assert pack.support.phone in contact
    assert pack.support.hours in contact
    links = browser.get("/help/resources").content.decode()
    assert pack.community_resources
    assert all(one.url in links for one in pack.community_resources)
    request = (
        UUID(w.submitted(world, now)["request"])
        if contract == w.CO
        else a.submitted_by_jill(world, now)
    )
    draft = w.draft(world, now, who=who, provider=provider, contract=contract,
                    consumer="max" if contract == w.MS else "carol")  # fmt: skip
    assert solid(pack.disclaimer) in solid(text(browser.get(f"/drafts/{draft}/submit")))
    w.take(request, world.grace, now)
    desk = solid(text(w.signed_in(world, "grace").get(f"/review/{request}")))
    service, code = ("111", "97110") if contract == w.CO else ("outpatient-surgery", "64483")
    sheets = pack.criteria_for("outpatient", service, (code,))
    assert sheets
    assert all(solid(item.text) in desk for sheet in sheets for item in sheet.items)
