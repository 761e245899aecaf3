import pytest

from precert.people.roles import MENU, PERMISSIONS, ROLES, as_rows, is_role, menu, permissions_of


@pytest.mark.req("ORG-01", "REV-01")
def test_every_role_of_both_sides_is_in_the_table():
    assert [r.label for r in ROLES.values() if r.side == "provider"] == [
        "Provider Staff Account", "Provider Admin", "Provider Admin + Reports", "Provider Group Admin", "Provider Group Admin + Reports",
    ]  # fmt: skip
    assert [r.id for r in ROLES.values() if r.side == "staff"] == [
        "intake", "nurse", "physician", "appeals", "supervisor", "support", "administrator",
    ]  # fmt: skip


def test_roles_and_menu_use_known_permissions_only_and_each_permission_is_used():
    granted = permissions_of(ROLES)
    assert granted == set(PERMISSIONS)
    assert all(item.permissions <= set(PERMISSIONS) for item in MENU)


@pytest.mark.req("ORG-01")
def test_an_admin_has_all_that_staff_has_and_the_users_within_reach():
    staff, admin, group = (
        ROLES[r].permissions for r in ("provider-staff", "provider-admin", "provider-group-admin")
    )
    assert staff < admin < group
    assert "users.manage-provider" in admin
    assert "users.manage-group" not in admin
    assert {"users.manage-group", "providers.manage"} <= group


@pytest.mark.req("ORG-01")
@pytest.mark.parametrize("role", ["provider-admin", "provider-group-admin"])
def test_plus_reports_adds_reports_and_nothing_else(role):
    assert ROLES[f"{role}-reports"].permissions - ROLES[role].permissions == {"reports.view"}
    assert ROLES[f"{role}-reports"].reach == ROLES[role].reach


@pytest.mark.req("REV-03")
def test_only_a_physician_may_deny():
    assert [r.id for r in ROLES.values() if "request.deny" in r.permissions] == ["physician"]
    assert ROLES["nurse"].permissions | {"request.deny"} == ROLES["physician"].permissions


def test_no_provider_role_holds_a_staff_permission():
    provider = permissions_of(r.id for r in ROLES.values() if r.side == "provider")
    assert not provider & {
        "queue.view",
        "request.determine",
        "determination.issue",
        "case.view-all",
        "note.internal",
        "audit.view",
    }


def test_support_and_administrators_see_no_cases():
    assert "case.view" not in ROLES["support"].permissions | ROLES["administrator"].permissions


def test_a_role_that_is_not_in_the_table_permits_nothing():
    assert permissions_of(["super-user"]) == frozenset()
    assert not is_role("super-user", "staff")
    assert not is_role("nurse", "provider")


@pytest.mark.req("FND-06", part="order")
def test_the_menu_of_a_provider_has_the_fields_order():
    items = menu(ROLES["provider-group-admin-reports"].permissions, "provider")
    assert [i.label for i in items] == [
        "Home",
        "Cases",
        "Create Case",
        "Consumers",
        "Setup",
    ]


@pytest.mark.req("ORG-01")
@pytest.mark.req("FND-06", part="hidden")
def test_the_menu_shows_only_what_the_role_may_use():
    labels = [i.label for i in menu(ROLES["provider-staff"].permissions, "provider")]
    assert labels == ["Home", "Cases", "Create Case", "Consumers"]


def test_a_reviewers_menu_starts_with_the_queue():
    assert [i.label for i in menu(ROLES["nurse"].permissions, "staff")] == [
        "Queue",
        "Cases",
        "Consumers",
    ]


def test_rows_for_the_docs_hold_each_permission_against_each_role():
    rows = {name: held for name, _, held in as_rows()}
    column = list(ROLES).index("physician")
    assert rows["request.deny"] == tuple(i == column for i in range(len(ROLES)))
    assert all(text for _, text, _ in as_rows())
