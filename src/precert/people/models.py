"""Accounts, provider groups, memberships, and the durable counters and codes of sign-in."""

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
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_context = models.BigIntegerField(null=True)
    shortcuts = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True)  # stays until somebody unlocks
    signed_in_at = models.DateTimeField(null=True)
    last_login: Any = None  # no column: Django would write it outside the action and read the clock; `signed_in_at` is ours

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "group", "provider"], name="member_of_provider_once"),
            models.UniqueConstraint(fields=["account", "group"], condition=models.Q(provider=None), name="member_of_group_once"),
        ]


class StaffRole(models.Model):
    """A role in the review organisation, for one contract or (empty) for all."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    role = models.CharField(max_length=40)
    contract = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role", "contract"], name="staff_role_once")]


class TryCounter(models.Model):
    """Recent tries of one username at one factor, failed or still being checked.

    There is a row for whatever was typed, account or not, so that both answer alike. `key` is a keyed digest: people
    type passwords into the wrong field. `turn` makes each change conditional on the row that was read.
    """

    key = models.CharField(max_length=64, unique=True)
    recent = models.JSONField(default=list)  # [ticket, ISO moment, failed], oldest first
    turn = models.PositiveIntegerField(default=0)


class Challenge(models.Model):
    """One mailed code: hashed, short-lived, used once, its wrong tries counted."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "purpose", "created_at"], name="challenge_account")]
