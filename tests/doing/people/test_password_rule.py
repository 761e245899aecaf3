"""Which password rule somebody is under."""

from datetime import datetime

import pytest
from pytest_django import Settings

from precert.contracts import queries as contracts
from precert.people import passwords
from precert.people.models import Account, Link, Membership
from precert.people.queries import password_rules
from precert.registry.models import Enrolment
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


def account(world: w.World, who: str) -> Account:
    return Account.objects.get(pk=world.accounts[who])


def shape(account: Account) -> tuple[int, bool]:
    rule = password_rules.password_rule(account)
    return rule.least, rule.kinds


def packs(monkeypatch: pytest.MonkeyPatch, **asks: tuple[int, bool]) -> None:
    """The shipped packs, asking for something else: contract id (with _ for -) → length, kinds."""
    found = []
    for one in contracts.all_current():
        length, kinds = asks[one.pack.id.replace("-", "_")]
        sign_in = one.pack.sign_in.model_copy(
            update={"minimum_length": length, "character_classes": kinds}
        )
        found.append(
            contracts.Pinned(
                one.pack.model_copy(update={"sign_in": sign_in}),
                one.version_pk,
                one.number,
                one.digest,
                one.content,
            )
        )
    monkeypatch.setattr(password_rules, "all_current", lambda: found)


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize("who", ["ada", "ben", "jill", "grace"])
def test_the_shipped_contracts_ask_for_fourteen_of_four_kinds(world: w.World, who: str) -> None:
    assert shape(account(world, who)) == (14, True)


@pytest.mark.req("ACC-07")
def test_where_no_contract_speaks_fifteen_of_any_kind(world: w.World) -> None:
    Enrolment.objects.filter(provider=world.providers["dme"]).delete()
    assert shape(account(world, "rosa")) == (15, False)


@pytest.mark.req("ACC-07", "ACC-15")
@pytest.mark.req("CON-10", part="strictest password rule")
def test_the_strictest_of_all_memberships_counts_paused_ones_too(
    world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs(monkeypatch, co_um=(20, False), ms_state_um=(9, True))
    assert shape(account(world, "ben")) == (20, False)
    assert shape(account(world, "jill")) == (14, True)
    assert shape(account(world, "mallory")) == (20, True)
    jill = account(world, "jill")
    Membership.objects.create(
        account=jill, group_id=world.groups["denver"], provider_id=world.providers["denver"], role="provider-staff",
        created_at=world.now, paused_at=world.now,
    )  # fmt: skip
    assert shape(jill) == (20, True)


@pytest.mark.req("ACC-07")
def test_eight_characters_need_both_the_contract_and_the_installation(
    world: w.World, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    packs(monkeypatch, co_um=(8, False), ms_state_um=(8, True))
    assert [shape(account(world, who)) for who in ("ben", "jill")] == [(15, False), (14, True)]
    settings.PASSWORD_LENGTH = 8
    assert [shape(account(world, who)) for who in ("ben", "jill")] == [(8, False), (8, True)]


def test_the_installations_own_counts_for_all(world: w.World, settings: Settings) -> None:
    settings.PASSWORD_LENGTH, settings.PASSWORD_CLASSES = 18, True
    Enrolment.objects.filter(provider=world.providers["dme"]).delete()
    assert [shape(account(world, who)) for who in ("ada", "rosa", "grace")] == [(18, True)] * 3


def test_who_registers_is_under_the_contracts_of_the_provider_to_come(
    world: w.World, now: datetime
) -> None:
    fresh = Account.objects.create(
        username="fresh", first_name="F", last_name="R", email="f@example.org", created_at=now
    )
    assert shape(fresh) == (15, False)
    Link.objects.create(
        account=fresh,
        purpose="register",
        token_digest="0" * 64,
        provider_id=world.providers["denver"],
        made_at=now,
        expires_at=now,
    )
    assert shape(fresh) == (14, True)


def test_own_names_are_those_of_person_and_organizations(world: w.World) -> None:
    assert password_rules.own_names(account(world, "ada")) == [
        "Ada", "Tester", "ada@example.org", "Precert", "Denver Health", "Aurora Imaging", "Denver Hospital",
    ]  # fmt: skip


def test_a_hash_is_argon2id_by_the_cheaper_figures_of_owasp() -> None:
    made = passwords.Argon2()
    assert made.encode("a password", made.salt()).startswith(
        "argon2$argon2id$v=19$m=19456,t=2,p=1$"
    )
