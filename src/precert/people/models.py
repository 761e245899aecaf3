"""Accounts, their factors and sessions, provider groups, memberships, and the durable counters,
codes and links of sign-in.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from precert.people import policy


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its username, whatever the case it is typed in."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account. Raises Account.DoesNotExist."""
        return self.get(username=policy.username(username or ""))


class Account(AbstractBaseUser):
    """One person's login, for every provider and contract they work for."""

    username = models.CharField(max_length=80, unique=True)  # as policy.username makes it
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField()
    address1 = models.CharField(max_length=120, blank=True)
    address2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    extension = models.CharField(max_length=10, blank=True)
    fax = models.CharField(max_length=20, blank=True)
    staff = models.BooleanField(default=False)
    proven_email = models.EmailField(
        blank=True
    )  # where a code came back from: codes and resets go there
    is_active = models.BooleanField(default=True)
    inactive_reason = models.CharField(
        max_length=20, blank=True
    )  # a policy.Inactive while not active
    reactivated_at = models.DateTimeField(
        null=True
    )  # nonuse counts from here, when nothing newer was used
    removed_at = models.DateTimeField(
        null=True
    )  # deleted by an administrator: nobody signs in, what they did stays
    created_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)  # password and a second factor are set
    last_context = models.BigIntegerField(null=True)
    shortcuts = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True)  # stays until somebody unlocks
    signed_in_at = models.DateTimeField(null=True)
    # no column: Django would write it outside the action and read the clock; `signed_in_at` is ours
    last_login: Any = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    @property
    def full_name(self) -> str:
        """First and last name as shown."""
        return f"{self.first_name} {self.last_name}".strip()


class ProviderGroup(models.Model):
    """The account of an organisation that owns several providers."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    turn = models.PositiveIntegerField(
        default=0
    )  # counts what leaves the group with fewer Group Admins: of two at once one fails


class GroupProvider(models.Model):
    """A provider (registry) that belongs to a group."""

    group = models.ForeignKey(ProviderGroup, on_delete=models.PROTECT, related_name="owned")
    provider = models.ForeignKey("registry.Provider", on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "provider"], name="owned_once")]


class Membership(models.Model):
    """A person's role at one provider of a group, or at the whole group (`provider` empty)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    group = models.ForeignKey(ProviderGroup, on_delete=models.PROTECT)
    provider = models.ForeignKey("registry.Provider", null=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(
        null=True
    )  # not used for the contract's time; reaches nothing until reactivated

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "group", "provider"], name="member_of_provider_once"
            ),
            models.UniqueConstraint(
                fields=["account", "group"],
                condition=models.Q(provider=None),
                name="member_of_group_once",
            ),
        ]


class StaffRole(models.Model):
    """A role in the review organization, for one contract or (empty) for all."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    role = models.CharField(max_length=40)
    contract = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role", "contract"], name="staff_role_once")
        ]


class TryCounter(models.Model):
    """Recent tries of one username at one factor, failed or still being checked.

    There is a row for whatever was typed, account or not, so that both answer alike. `key` is a
    keyed digest: people type passwords into the wrong field. `turn` makes each change conditional
    on the row that was read.
    """

    key = models.CharField(max_length=64, unique=True)
    recent = models.JSONField(default=list)  # [ticket, ISO moment, failed], oldest first
    failures = models.PositiveIntegerField(default=0)  # in a row, since the last right one
    turn = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(
        db_index=True
    )  # the newest try; a counter whose window is over is thrown away


class Challenge(models.Model):
    """One code or call: short-lived, used once, its wrong tries counted.

    `account` is empty for a decoy: somebody named an account that isn't there, and gets the same
    answers. `about` is a keyed digest of what was named, so that both are counted by the same
    statements.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    about = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)  # a policy.Channel
    to = models.CharField(max_length=254, blank=True)  # email address or telephone number
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)  # a call: # was pressed
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "purpose", "created_at"], name="challenge_account"),
            models.Index(fields=["about", "purpose", "created_at"], name="challenge_about"),
        ]


class Factor(models.Model):
    """A second factor that an account has registered. Reset Registration removes them all."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)  # a policy.FactorKind
    label = models.CharField(max_length=80, blank=True)  # the owner's name for it
    phone = models.CharField(max_length=20, blank=True)  # E.164, of a telephone
    secret = models.TextField(blank=True)  # sealed: an authenticator app's key
    last_step = models.BigIntegerField(
        null=True
    )  # the app's newest time step used: none works twice
    credential = models.JSONField(null=True)  # a passkey's public part
    credential_id = models.CharField(max_length=400, null=True, unique=True)  # noqa: DJ001 - empty is no credential, many have none
    counter = models.BigIntegerField(default=0)  # a passkey's signature counter
    question = models.CharField(
        max_length=64, blank=True
    )  # digest of what a passkey answered last: no answer is taken twice
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=models.Q(kind__in=["email", "app"]),
                name="factor_kind_once",
            ),
            models.UniqueConstraint(
                fields=["account", "phone"], condition=~models.Q(phone=""), name="factor_phone_once"
            ),
        ]


class RecoveryCode(models.Model):
    """One of the codes shown once, each good for one sign-in; a new set replaces the old."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Link(models.Model):
    """A mailed link that opens a registration once; a newer one replaces it. Only the digest of its
    token is kept.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=20)  # a policy.LinkPurpose
    token_digest = models.CharField(max_length=64, unique=True)
    provider = models.ForeignKey(
        "registry.Provider", null=True, on_delete=models.PROTECT
    )  # to own, once registered
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "made_at"], name="link_account")]


class LoginSession(models.Model):
    """One signed-in browser. It is asked at every request, so ending it here ends it there."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    key_digest = models.CharField(max_length=64, unique=True)
    method = models.CharField(max_length=10)  # how the second factor was shown
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "started_at"], name="session_account")]


class TermsAgreement(models.Model):
    """Terms of use agreed to: of which contract, in which version, when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    contract = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "contract", "version"], name="agreed_once")
        ]


class KeptText(models.Model):
    """What somebody typed into a form and hadn't sent when the page went away; sealed, for its
    owner only.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    page = models.CharField(max_length=300)
    form = models.CharField(max_length=80)
    sealed = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "page", "form"], name="kept_once")
        ]


class StaffIdentity(models.Model):
    """Who a staff account is at the single sign-on provider."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["issuer", "account"], name="identity_account_once"),
        ]
