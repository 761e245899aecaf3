"""Setup's acts: who may, what they leave, what the journal says, and that they act at the next
request.
"""

from datetime import timedelta

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people import events
from precert.people.actions.add_user import TAKEN, AddUser, AddUserInput
from precert.people.actions.change_role import ChangeRole, ChangeRoleInput
from precert.people.actions.change_user import ChangeUser, ChangeUserInput
from precert.people.actions.deactivate import Deactivate, DeactivateInput
from precert.people.actions.grant_role import GrantRole, GrantRoleInput
from precert.people.actions.remove_role import RemoveRole, RemoveRoleInput
from precert.people.actions.remove_user import RemoveUser, RemoveUserInput
from precert.people.actions.resend_link import ResendLink, ResendLinkInput
from precert.people.actions.reset_registration import ResetRegistration, ResetRegistrationInput
from precert.people.checks.password import check_password
from precert.people.models import (
    Account,
    Factor,
    GroupProvider,
    Link,
    LoginSession,
    Membership,
    RecoveryCode,
)
from precert.people.queries import open_mail
from tests import world as w
from tests.doing.people import helping

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "folders")]
CONTACT = {
    "first_name": "Nina",
    "last_name": "New",
    "email": "nina@example.org",
    "fax": "(303) 555-0199",
}


@pytest.fixture
def world(now) -> w.World:
    made = w.build(now)
    for who in ("pete", "cleo", "gia"):
        made.accounts[who] = w._account(who, now)
    helping.member(made, "pete", "denver", "denver", "provider-admin")
    helping.member(made, "cleo", "denver", "denver", "provider-staff")
    helping.member(made, "cleo", "mallory", "mallory", "provider-staff")
    helping.member(made, "gia", "denver", None, "provider-group-admin")
    helping.staff(made, "sue", "support")
    return made


def place(world: w.World, provider: str) -> int:
    return GroupProvider.objects.get(provider=world.providers[provider]).pk


def role_of(
    world: w.World, who: str, provider: str | None = "denver", group: str = "denver"
) -> Membership:
    at = None if provider is None else world.providers[provider]
    return Membership.objects.get(
        account=world.accounts[who], provider=at, group=world.groups[group]
    )


def refused(kind, data, actor, now) -> tuple[str, list[str]]:
    with pytest.raises(Refusal) as why:
        perform(kind, data, actor, now)
    return why.value.kind, [one.code for one in why.value.findings]


def verbs(world: w.World, who: str) -> list[str]:
    """What was journaled about the account by somebody who isn't the loader."""
    about = (
        Entry.objects.filter(subject_kind="account", subject_id=str(world.accounts[who]))
        .exclude(actor_id="setup")
        .order_by("pk")
    )
    return [entry.verb for entry in about if entry.verb != "refused"]


@pytest.mark.req("ORG-03", "ACC-03", "ACC-16")
def test_a_new_user_is_provider_staff_and_gets_a_link_of_two_days(world, now):
    answer = perform(
        AddUser, AddUserInput(place(world, "denver"), " Nina.N ", CONTACT), world.ada, now
    ).answer
    row = Account.objects.get(pk=answer["account"])
    assert (row.username, row.fax, row.registered_at, row.has_usable_password()) == (
        "nina.n",
        "3035550199",
        None,
        False,
    )
    assert list(Membership.objects.filter(account=row).values_list("provider", "role")) == [
        (world.providers["denver"], "provider-staff")
    ]
    link = Link.objects.get(account=row)
    assert (link.purpose, link.expires_at - now, link.provider_id) == (
        "invite",
        timedelta(days=2),
        None,
    )
    mail = open_mail(Entry.objects.get(verb=events.LINK_REQUESTED), now)
    assert mail is not None
    assert mail.to == "nina@example.org"
    world.accounts["nina"] = row.pk
    assert verbs(world, "nina") == [
        events.ACCOUNT_CREATED,
        events.ROLE_GRANTED,
        events.LINK_REQUESTED,
    ]
    assert (
        "nina"
        not in str(
            list(Entry.objects.filter(subject_id=str(row.pk)).values_list("data", flat=True))
        ).lower()
    )


@pytest.mark.req("ORG-03")
@pytest.mark.parametrize("name", ["rosa", "ROSA", "ben", "grace"])
def test_a_name_that_is_taken_says_no_more_whoever_has_it(world, now, name):
    with pytest.raises(Refusal) as why:
        perform(
            AddUser,
            AddUserInput(place(world, "denver"), name, CONTACT | {"fax": ""}),
            world.ada,
            now,
        )
    assert [(one.path, one.text) for one in why.value.findings] == [
        ("username", TAKEN),
        ("fax", "Enter the fax."),
    ]


@pytest.mark.req("ORG-03")
def test_names_can_not_be_tried_one_after_another(world, now):
    for _ in range(10):
        assert refused(
            AddUser, AddUserInput(place(world, "denver"), "rosa", CONTACT), world.ada, now
        ) == ("invalid", ["contact"])
    assert refused(
        AddUser, AddUserInput(place(world, "denver"), "free-name", CONTACT), world.ada, now
    ) == ("invalid", ["too-many"])
    perform(
        AddUser,
        AddUserInput(place(world, "denver"), "free-name", CONTACT),
        world.ada,
        now + timedelta(minutes=15),
    )


@pytest.mark.req("ORG-01", "ORG-03")
def test_nobody_adds_users_out_of_reach(world, now):
    data = AddUserInput(place(world, "aurora"), "nina", CONTACT)
    assert refused(AddUser, data, world.actor("pete", "denver"), now) == (
        "missing",
        ["no-such-provider"],
    )
    assert refused(AddUser, data, world.mallory, now) == ("missing", ["no-such-provider"])
    for other in (world.actor("ben", "denver"), world.grace):
        assert refused(AddUser, data, other, now) == ("missing", ["no-such-provider"])


@pytest.mark.req("ORG-04", "ACC-16")
def test_changes_merge_by_field_and_the_journal_has_names_only(world, now):
    ben = world.accounts["ben"]
    first = perform(
        ChangeUser,
        ChangeUserInput(ben, {"city": ("", " Aurora "), "fax": ("3035550111", "nonsense")}),
        world.ada,
        now,
    ).answer
    assert (first["values"], first["conflicts"]) == ({"city": "Aurora"}, {})
    assert list(first["refused"]) == ["fax"]
    second = perform(
        ChangeUser,
        ChangeUserInput(ben, {"city": ("", "Boulder"), "state": ("", "co")}),
        world.actor("pete", "denver"),
        now,
    ).answer
    assert second["conflicts"] == {"city": {"mine": "Boulder", "theirs": "Aurora"}}
    row = Account.objects.get(pk=ben)
    assert (row.city, row.state, row.fax) == ("Aurora", "CO", "3035550111")
    assert [one.data for one in Entry.objects.filter(verb=events.ACCOUNT_CHANGED)] == [
        {"fields": ["city"]},
        {"fields": ["state"]},
    ]


@pytest.mark.req("ORG-04")
def test_a_new_address_of_somebody_invited_gets_the_link_and_the_old_one_no_more(world, now):
    pk = perform(
        AddUser, AddUserInput(place(world, "denver"), "nina", CONTACT), world.ada, now
    ).answer["account"]
    perform(
        ChangeUser,
        ChangeUserInput(pk, {"email": ("nina@example.org", "nina.new@example.org")}),
        world.ada,
        now,
    )
    first, second = Entry.objects.filter(verb=events.LINK_REQUESTED).order_by("pk")
    assert open_mail(first, now) is None
    mail = open_mail(second, now)
    assert mail is not None
    assert (mail.to, mail.purpose) == ("nina.new@example.org", "invite")
    changed = Entry.objects.get(verb=events.EMAIL_CHANGED)
    assert "nina" not in str(changed.data)


@pytest.mark.req("ORG-04", "ACC-16")
def test_deactivating_ends_sessions_at_once_and_keeps_the_roles(world, now):
    client = w.signed_in(world, "ben", "denver")
    assert client.get("/consumers").status_code == 200
    perform(Deactivate, DeactivateInput(world.accounts["ben"]), world.ada, now)
    assert client.get("/consumers").status_code == 302
    row = helping.account(world, "ben")
    assert (row.is_active, row.inactive_reason) == (False, "admin")
    assert role_of(world, "ben").role == "provider-staff"
    assert LoginSession.objects.get(account=row).end_reason == "deactivated"
    assert verbs(world, "ben") == [events.SESSION_ENDED, events.ACCOUNT_DEACTIVATED]
    assert refused(Deactivate, DeactivateInput(row.pk), world.ada, now) == (
        "conflict",
        ["not-active"],
    )


@pytest.mark.req("ORG-04", "ACC-16")
def test_a_deleted_user_is_gone_but_the_name_and_the_history_stay(world, now):
    client = w.signed_in(world, "ben", "denver")
    perform(RemoveUser, RemoveUserInput(world.accounts["ben"]), world.ada, now)
    assert client.get("/consumers").status_code == 302
    row = helping.account(world, "ben")
    assert (row.removed_at, row.is_active) == (now, False)
    assert not Membership.objects.filter(account=row).exists()
    assert verbs(world, "ben") == [
        events.ROLE_REMOVED,
        events.SESSION_ENDED,
        events.ACCOUNT_REMOVED,
    ]
    assert refused(
        AddUser, AddUserInput(place(world, "denver"), "ben", CONTACT), world.ada, now
    ) == (
        "invalid",
        ["contact"],
    )
    assert refused(RemoveUser, RemoveUserInput(row.pk), world.ada, now) == (
        "missing",
        ["no-such-user"],
    )


@pytest.mark.req("ACC-13", "ACC-16")
def test_reset_registration_takes_everything_somebody_signs_in_with(world, now):
    ben = world.accounts["ben"]
    RecoveryCode.objects.create(account_id=ben, code_hash="x", made_at=now)
    client = w.signed_in(world, "ben", "denver")
    perform(ResetRegistration, ResetRegistrationInput(ben), world.ada, now)
    row = helping.account(world, "ben")
    assert (row.proven_email, row.registered_at, row.has_usable_password()) == ("", None, False)
    assert not Factor.objects.filter(account=ben).exists()
    assert not RecoveryCode.objects.filter(account=ben).exists()
    link = Link.objects.get(account=ben)
    assert (link.purpose, link.expires_at - now) == ("reset", timedelta(days=2))
    assert client.get("/consumers").status_code == 302
    told = [
        events.FACTOR_REMOVED,
        events.SESSION_ENDED,
        events.REGISTRATION_RESET,
        events.LINK_REQUESTED,
    ]
    assert verbs(world, "ben") == told


@pytest.mark.req("ACC-10", "ACC-13")
def test_a_reset_takes_the_lock_away_with_the_password_that_it_guarded(world, now):
    ben = helping.lock(world, "ben", now)
    perform(
        ResetRegistration, ResetRegistrationInput(ben.pk, "Lost the telephone."), world.ada, now
    )
    assert helping.account(world, "ben").locked_at is None
    assert verbs(world, "ben")[0] == events.UNLOCKED
    for _ in range(10):
        with pytest.raises(Refusal):
            check_password("ben", "wrong", now, door="provider")
    assert helping.account(world, "ben").locked_at is None, "there is no password to be guessed"


@pytest.mark.req("ACC-13")
def test_support_says_why_and_an_inactive_user_is_not_reset(world, now):
    ben = world.accounts["ben"]
    assert refused(ResetRegistration, ResetRegistrationInput(ben), world.actor("sue"), now) == (
        "invalid",
        ["reason"],
    )
    perform(Deactivate, DeactivateInput(ben), world.ada, now)
    assert refused(ResetRegistration, ResetRegistrationInput(ben), world.ada, now) == (
        "conflict",
        ["inactive"],
    )
    assert refused(ResetRegistration, ResetRegistrationInput(ben), world.mallory, now) == (
        "missing",
        ["no-such-user"],
    )


@pytest.mark.req("ORG-03", "ORG-04")
def test_an_invitation_is_sent_again_until_it_is_too_often(world, now):
    pk = perform(
        AddUser, AddUserInput(place(world, "denver"), "nina", CONTACT), world.ada, now
    ).answer["account"]
    late = now + timedelta(days=3)
    perform(ResendLink, ResendLinkInput(pk), world.ada, late)
    old, new = Link.objects.filter(account=pk).order_by("pk")
    assert (old.replaced_at, new.purpose, new.expires_at) == (
        late,
        "invite",
        late + timedelta(days=2),
    )
    for _ in range(4):
        perform(ResendLink, ResendLinkInput(pk), world.ada, late)
    assert refused(ResendLink, ResendLinkInput(pk), world.ada, late) == (
        "conflict",
        ["too-many-links"],
    )
    assert refused(ResendLink, ResendLinkInput(world.accounts["ben"]), world.ada, late) == (
        "conflict",
        ["registered"],
    )


@pytest.mark.req("ORG-04", "ORG-09")
@pytest.mark.parametrize(
    ("kind", "make"),
    [
        (Deactivate, DeactivateInput),
        (RemoveUser, RemoveUserInput),
        (ResetRegistration, ResetRegistrationInput),
        (ChangeUser, ChangeUserInput),
    ],
)
def test_what_touches_the_whole_account_is_not_for_those_who_manage_a_part(world, now, kind, make):
    cleo, ada = world.accounts["cleo"], world.accounts["ada"]
    assert refused(kind, make(cleo), world.ada, now) == ("conflict", ["not-wholly"])
    assert refused(kind, make(ada), world.ada, now) == ("conflict", ["not-wholly"])
    assert refused(kind, make(ada), world.actor("pete", "denver"), now) == (
        "missing",
        ["no-such-user"],
    )
    assert refused(kind, make(cleo), world.actor("ben", "denver"), now) == (
        "missing",
        ["no-such-user"],
    )
    assert refused(kind, make(world.accounts["rosa"]), world.ada, now) == refused(
        kind, make(10**9), world.ada, now
    )


@pytest.mark.req("ORG-04", "ACC-16")
def test_roles_are_given_changed_and_taken_and_act_at_the_next_request(world, now):
    client, ben = w.signed_in(world, "ben", "denver"), world.accounts["ben"]
    assert client.get("/setup").status_code == 403
    row = role_of(world, "ben")
    perform(ChangeRole, ChangeRoleInput(row.pk, "provider-staff", "provider-admin"), world.ada, now)
    assert client.get("/setup").status_code == 200
    perform(
        GrantRole, GrantRoleInput(ben, place(world, "aurora"), "provider-staff"), world.ada, now
    )
    assert len(client.get("/context").context["contexts"]) == 2
    perform(RemoveRole, RemoveRoleInput(row.pk), world.ada, now)
    assert client.get("/setup").status_code == 403
    assert [one["provider"] for one in (e.data for e in Entry.objects.filter(subject_id=str(ben)).order_by("pk")) if "role" in one][1:] == [
        world.providers["denver"], world.providers["aurora"], world.providers["denver"],
    ]  # fmt: skip
    assert verbs(world, "ben") == [events.ROLE_CHANGED, events.ROLE_GRANTED, events.ROLE_REMOVED]


@pytest.mark.req("ORG-04", "ORG-06")
def test_a_staff_member_becomes_group_admin_and_goes_back_to_one_provider(world, now):
    row = role_of(world, "ben")
    perform(
        ChangeRole,
        ChangeRoleInput(row.pk, "provider-staff", "provider-group-admin"),
        world.ada,
        now,
    )
    row.refresh_from_db()
    assert (row.role, row.provider_id) == ("provider-group-admin", None)
    back = ChangeRoleInput(row.pk, "provider-group-admin", "provider-staff")
    assert refused(ChangeRole, back, world.ada, now) == ("invalid", ["no-provider"])
    perform(
        ChangeRole,
        ChangeRoleInput(row.pk, "provider-group-admin", "provider-staff", place(world, "aurora")),
        world.ada,
        now,
    )
    row.refresh_from_db()
    assert (row.role, row.provider_id) == ("provider-staff", world.providers["aurora"])
    foreign = ChangeRoleInput(row.pk, "provider-staff", "provider-staff", place(world, "mallory"))
    assert refused(ChangeRole, foreign, world.mallory, now) == ("missing", ["no-such-role"])


@pytest.mark.req("ORG-01", "ORG-04")
def test_roles_that_an_administrator_can_not_give(world, now):
    pete, row = world.actor("pete", "denver"), role_of(world, "ben")
    for role in ("provider-group-admin", "provider-admin-reports", "nurse", ""):
        assert refused(ChangeRole, ChangeRoleInput(row.pk, "provider-staff", role), pete, now) == (
            "invalid",
            ["not-grantable"],
        )
    assert (
        refused(
            GrantRole,
            GrantRoleInput(world.accounts["ben"], place(world, "aurora"), "provider-staff"),
            pete,
            now,
        )[0]
        == "missing"
    )
    assert (
        refused(
            GrantRole,
            GrantRoleInput(world.accounts["rosa"], place(world, "denver"), "provider-staff"),
            world.ada,
            now,
        )[0]
        == "missing"
    )
    own = role_of(world, "pete")
    assert refused(
        ChangeRole, ChangeRoleInput(own.pk, "provider-admin", "provider-staff"), pete, now
    ) == (
        "conflict",
        ["own"],
    )
    assert refused(RemoveRole, RemoveRoleInput(own.pk), pete, now) == ("conflict", ["own"])
    assert (
        refused(
            ChangeRole,
            ChangeRoleInput(
                role_of(world, "gia", None).pk, "provider-group-admin", "provider-staff"
            ),
            pete,
            now,
        )[0]
        == "missing"
    )
    assert refused(
        ChangeRole,
        ChangeRoleInput(row.pk, "provider-admin", "provider-group-admin"),
        world.ada,
        now,
    ) == ("invalid", ["role-moved"])
    assert refused(
        GrantRole,
        GrantRoleInput(world.accounts["ben"], place(world, "denver"), "provider-admin"),
        world.ada,
        now,
    )[1] == ["has-one"]


@pytest.mark.req("ORG-04")
def test_somebodys_only_role_is_taken_after_a_question(world, now):
    row = role_of(world, "ben")
    assert refused(RemoveRole, RemoveRoleInput(row.pk), world.ada, now) == (
        "confirm",
        ["only-role"],
    )
    perform(RemoveRole, RemoveRoleInput(row.pk, confirmed=True), world.ada, now)
    assert not Membership.objects.filter(account=world.accounts["ben"]).exists()


@pytest.mark.req("ORG-09")
def test_an_administrator_touches_no_role_of_another_group(world, now):
    foreign = role_of(world, "cleo", "mallory", "mallory")
    assert refused(
        ChangeRole, ChangeRoleInput(foreign.pk, "provider-staff", "provider-admin"), world.ada, now
    ) == ("missing", ["no-such-role"])
    assert refused(RemoveRole, RemoveRoleInput(foreign.pk), world.ada, now) == (
        "missing",
        ["no-such-role"],
    )
    perform(RemoveRole, RemoveRoleInput(role_of(world, "cleo").pk), world.ada, now)
    assert list(Membership.objects.filter(account=world.accounts["cleo"])) == [foreign]


@pytest.mark.req("ORG-06")
def test_the_last_group_admin_stays_whoever_asks_and_however(world, now):
    sue, gia = world.actor("sue"), role_of(world, "gia", None)
    perform(RemoveRole, RemoveRoleInput(gia.pk, confirmed=True), world.ada, now)
    last, ada = role_of(world, "ada", None), world.accounts["ada"]
    demote = ChangeRoleInput(
        last.pk, "provider-group-admin", "provider-staff", place(world, "denver")
    )
    for kind, data in ((ChangeRole, demote), (RemoveRole, RemoveRoleInput(last.pk, confirmed=True)), (Deactivate, DeactivateInput(ada)),
                       (RemoveUser, RemoveUserInput(ada))):  # fmt: skip
        assert refused(kind, data, sue, now)[1] == ["last-group-admin"]
    perform(
        ChangeRole,
        ChangeRoleInput(last.pk, "provider-group-admin", "provider-group-admin-reports"),
        sue,
        now,
    )


@pytest.mark.req("ORG-06")
@pytest.mark.parametrize("state", [{"is_active": False}, {"registered_at": None}, {"paused": True}])
def test_a_group_admin_who_can_not_come_in_does_not_count(world, now, state):
    if state.pop("paused", False):
        Membership.objects.filter(pk=role_of(world, "gia", None).pk).update(paused_at=now)
    else:
        Account.objects.filter(pk=world.accounts["gia"]).update(**state)
    assert refused(Deactivate, DeactivateInput(world.accounts["ada"]), world.actor("sue"), now) == (
        "conflict",
        ["last-group-admin"],
    )
