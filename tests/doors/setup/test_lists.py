"""The two tabs: what they show to whom, folded out, searched, paged, with as many statements for
fifty rows as for one.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.people.models import Account, GroupProvider, Membership, ProviderGroup
from precert.registry.models import Provider
from tests import world as w
from tests.doing.people import helping


@pytest.mark.req("ORG-02")
def test_the_group_admin_sees_every_provider_and_folds_one_out(world, ada, words, place):
    page = ada.get("/setup")
    shown = words(page)
    assert "Manage Provider Groups (2)" in shown
    assert "Manage Users (5)" in shown
    assert (
        "Denver Hospital NPI: 1234567893 / Acute Hospital / 100 Main St, Denver, CO 80202 / 5 users"
        in shown
    )
    assert "Aurora Imaging" in shown
    assert "Add New User" not in shown
    opened = words(ada.get(f"/setup?open={place('denver')}"))
    assert "Add New User" in opened
    for who in ("Ben Tester", "Pete Tester", "Gia Tester", "Ada Tester"):
        assert who in opened
    assert "This is your own role. Ask another administrator to change it." in opened


@pytest.mark.req("ORG-01", "ORG-02")
def test_a_provider_admin_sees_the_provider_acted_for_only(world, pete, words):
    shown = words(pete.get("/setup"))
    assert "Manage Provider Groups (1)" in shown
    assert "Manage Users (3)" in shown
    assert "Aurora Imaging" not in shown
    assert "Ben Tester" in shown  # the only provider is folded out
    assert "Only a Group Admin or support can change this." in shown
    assert "Register New Provider" not in shown + words(pete.get("/setup/users"))
    assert pete.get("/setup/register-provider").status_code == 403


@pytest.mark.req("ORG-01", "ORG-02")
@pytest.mark.parametrize(("who", "provider"), [("ben", "denver"), ("rosa", "dme"), ("grace", None)])
def test_others_have_no_setup(world, who, provider):
    client = w.signed_in(world, who, provider)
    assert client.get("/setup").status_code == client.get("/setup/users").status_code == 403


@pytest.mark.req("ORG-09", "ACC-15")
def test_setup_follows_the_context(world, now, words):
    helping.member(world, "ben", "mallory", "mallory", "provider-admin")
    assert w.signed_in(world, "ben", "denver").get("/setup").status_code == 403
    at_mallory = w.signed_in(world, "ben", "mallory")
    shown = words(at_mallory.get("/setup/users"))
    assert "Cleo Tester" in shown
    assert "Pete Tester" not in shown
    assert at_mallory.get(f"/setup/users/{world.accounts['pete']}").status_code == 404


@pytest.mark.req("ORG-02", "ORG-04")
def test_manage_users_shows_how_each_stands_and_finds_them(world, ada, words, now):
    rows = Account.objects
    rows.filter(pk=world.accounts["ben"]).update(locked_at=now)
    rows.filter(pk=world.accounts["pete"]).update(is_active=False, inactive_reason="admin")
    rows.filter(pk=world.accounts["cleo"]).update(registered_at=None)
    shown = words(ada.get("/setup/users"))
    assert "Ben Tester (ben) ben@example.org / 303-555-0111 Locked" in shown
    assert "pete@example.org / 303-555-0111 Deactivated" in shown
    assert "cleo@example.org / 303-555-0111 Link expired" in shown
    assert "ada@example.org / 303-555-0111 Active" in shown
    found = words(ada.get("/setup/users?q=PETE"))
    assert "Pete Tester" in found
    assert "Ben Tester" not in found
    assert "No user found." in words(ada.get("/setup/users?q=mallory"))


@pytest.mark.req("ORG-02", "ORG-04")
def test_a_user_folds_out_with_roles_and_what_may_be_done(world, ada, words):
    shown = words(ada.get(f"/setup/users?open={world.accounts['cleo']}"))
    assert "Denver Hospital Acute Hospital Colorado 100 Main St, Denver, CO 80202" in shown
    assert "Elsewhere Clinic" not in shown
    assert "This person also works for providers you do not manage." in shown
    assert "only support can do this" in shown
    assert "Aurora Imaging, 100 Main St" in shown  # not associated yet
    assert "User Name Email Fax Status" in shown
    assert (
        "Select One Provider Staff Account Provider Admin Provider Admin + Reports"
        " Provider Group Admin Provider Group Admin + Reports" in shown
    )  # as in the list beside each provider
    mine = words(ada.get(f"/setup/users?open={world.accounts['ada']}"))
    assert "You cannot do this to your own account." in mine
    assert "All providers of Denver Health — Colorado —" in mine
    assert "Register New Provider +" in mine


@pytest.mark.req("ORG-06")
def test_the_last_group_admins_buttons_are_greyed_with_the_reason(world, words, now):
    Membership.objects.filter(account=world.accounts["gia"]).delete()
    helping.member(world, "gia", "denver", "denver", "provider-staff")
    Membership.objects.filter(account=world.accounts["ada"]).update(
        role="provider-group-admin-reports"
    )
    Account.objects.filter(pk=world.accounts["ada"]).update(
        registered_at=None
    )  # does not count any more
    helping.member(world, "rosa", "denver", None, "provider-group-admin")
    client = w.signed_in(world, "ada", "denver")
    page = client.get(f"/setup/users?open={world.accounts['rosa']}")
    assert (
        "This is the last Group Admin of Denver Health. Make someone else a Group Admin first."
        in words(page)
    )
    assert '<option value="provider-staff" disabled>' in page.content.decode()


def more(world: w.World, count: int, now) -> None:
    """So many more providers and users of Denver Health, some invited, some of the whole group."""
    group = ProviderGroup.objects.get(pk=world.groups["denver"])
    for n in range(count):
        row = Provider.objects.create(
            npi="",
            type_code="clinic",
            type_label="Clinic",
            name=f"Zzz Clinic {n:03}",
            address1=f"{n} St",
            city="Denver",
            state="CO",
        )
        GroupProvider.objects.create(group=group, provider=row, added_at=now)
        account = Account.objects.create(
            username=f"user{n}", first_name=f"User{n}", last_name="Many", email=f"u{n}@example.org", created_at=now,
            registered_at=now if n % 2 else None,
        )  # fmt: skip
        at = [None, world.providers["denver"], row.pk][n % 3]
        Membership.objects.create(
            account=account,
            group=group,
            provider_id=at,
            role="provider-group-admin" if at is None else "provider-staff",
            created_at=now,
        )


@pytest.mark.req("ORG-02")
@pytest.mark.parametrize(
    "address",
    ["/setup?show=50&open={denver}", "/setup/users?show=50", "/setup/users?show=50&open={ben}"],
)
def test_fifty_rows_take_as_many_statements_as_one(world, ada, place, now, address):
    Account.objects.filter(pk=world.accounts["cleo"]).update(registered_at=None)
    asked = address.format(denver=place("denver"), ben=world.accounts["ben"])
    ada.get(asked)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            page = ada.get(asked)
        assert len(page.content) < 100_000
        counts.append(len(found))
        more(world, 50 if len(counts) == 1 else 0, now)
    assert counts[0] == counts[1] <= 45, counts


@pytest.mark.req("ORG-02")
def test_five_hundred_users_are_paged_and_found(world, ada, words, place, now):
    group, denver = world.groups["denver"], world.providers["denver"]
    rows = Account.objects.bulk_create(
        Account(
            username=f"m{n}",
            first_name=f"M{n:03}",
            last_name="Many",
            email=f"m{n}@example.org",
            created_at=now,
            registered_at=now,
        )
        for n in range(500)
    )
    Membership.objects.bulk_create(
        Membership(
            account=row, group_id=group, provider_id=denver, role="provider-staff", created_at=now
        )
        for row in rows
    )
    shown = words(ada.get("/setup/users?show=100&page=6"))
    assert "Manage Users (505)" in shown
    assert "Displaying records 501 to 505 of 505 records" in shown
    one = words(ada.get("/setup/users?q=m499@example"))
    assert "M499 Many" in one
    assert "Displaying records 1 to 1 of 1 records" in one
    opened = ada.get(f"/setup?open={place('denver')}")
    assert f'href="/setup/users?provider={place("denver")}"' in opened.content.decode()
    assert "Displaying records 1 to 10 of 505" in words(
        ada.get(f"/setup/users?provider={place('denver')}")
    )
    assert "of 2 records" in words(ada.get(f"/setup/users?provider={place('aurora')}"))


@pytest.mark.parametrize(
    "query",
    [
        "open=x",
        "open=999999999999999999999",
        "page=0&show=7",
        "page=99999",
        "q=%ED%A0%80",
        "provider=abc",
    ],
)
def test_a_strange_address_does_no_harm(ada, query):
    assert (
        ada.get(f"/setup?{query}").status_code
        == ada.get(f"/setup/users?{query}").status_code
        == 200
    )
