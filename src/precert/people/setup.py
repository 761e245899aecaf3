"""Accounts, groups and grants that the demonstration loads, journaled as the worker's doing.

People make them on the Setup pages; nothing here asks for a permission, so no page may call it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from precert.contracts.queries import all_current
from precert.journal import recording as journal
from precert.people import events, passwords, policy
from precert.people.models import (
    Account,
    Factor,
    GroupProvider,
    Membership,
    ProviderGroup,
    StaffRole,
    TermsAgreement,
)
from precert.people.roles import ROLES, Side

BY = journal.By("worker", "setup", "Precert")


def create_group(name: str, provider_ids: Iterable[int], now: datetime) -> int:
    """A provider group that owns these providers; its id."""
    with transaction.atomic():
        group = ProviderGroup.objects.create(name=name, created_at=now)
        GroupProvider.objects.bulk_create(
            GroupProvider(group=group, provider_id=pk, added_at=now) for pk in provider_ids
        )
        journal.record(events.GROUP_CREATED, events.SUBJECT_GROUP, str(group.pk), by=BY, at=now)
    return group.pk


def create_account(
    username: str,
    *,
    first_name: str,
    last_name: str,
    email: str,
    password: str,
    now: datetime,
    staff: bool = False,
    **contact: Any,
) -> int:
    """An account that can sign in by codes to its email address; its id.

    `contact`: address1, address2, city, state, postal_code, phone, extension, fax. Raises
    ValueError when the password policy refuses the password.
    """
    if problems := policy.password_problems(password, username, common=passwords.common()):
        raise ValueError(" ".join(problems))
    hashed = passwords.hashed(password)  # before the transaction: it takes long
    with transaction.atomic():
        account = Account.objects.create(
            username=policy.username(username), first_name=first_name, last_name=last_name, email=email, staff=staff, created_at=now,
            password=hashed, proven_email=email, registered_at=now, **contact,
        )  # fmt: skip
        Factor.objects.create(account=account, kind="email", added_at=now)
        journal.record(
            events.ACCOUNT_CREATED, events.SUBJECT_ACCOUNT, str(account.pk), by=BY, at=now
        )
    return account.pk


def add_membership(
    account_id: int, group_id: int, provider_id: int | None, role: str, now: datetime
) -> int:
    """A role at one provider of a group, or at all of them (`provider_id` None); its id.

    Raises ValueError for a role that isn't a provider role, or a group's role at a single provider.
    """
    _must_be(role, "provider")
    if ROLES[role].reach == "group" and provider_id is not None:
        raise ValueError(f"{role} is a role of the whole group")
    with transaction.atomic():
        row = Membership.objects.create(
            account_id=account_id,
            group_id=group_id,
            provider_id=provider_id,
            role=role,
            created_at=now,
        )
        _granted(account_id, now, role=role, group=group_id, provider=provider_id)
    return row.pk


def grant_staff_role(account_id: int, role: str, now: datetime, contract: str = "") -> int:
    """A role in the review organization, for one contract or (empty) for all; its id. Raises
    ValueError for another role.
    """
    _must_be(role, "staff")
    with transaction.atomic():
        row = StaffRole.objects.create(account_id=account_id, role=role, contract=contract)
        _granted(account_id, now, role=role, contract=contract)
    return row.pk


def mark_used(account_ids: Iterable[int], now: datetime) -> None:
    """These accounts were in use just now, wherever they work: their nonuse counts from here."""
    ids = list(account_ids)
    Account.objects.filter(pk__in=ids).update(signed_in_at=now)
    Membership.objects.filter(account__in=ids).update(last_used_at=now)


def agree_terms(account_id: int, now: datetime) -> None:
    """The account has agreed to the current terms of use of every contract."""
    with transaction.atomic():
        for one in all_current():
            said = {"contract": one.pack.id, "version": one.pack.terms.version}
            TermsAgreement.objects.create(account_id=account_id, agreed_at=now, **said)
            journal.record(
                events.TERMS_AGREED,
                events.SUBJECT_ACCOUNT,
                str(account_id),
                by=BY,
                at=now,
                data=said,
            )


def _must_be(role: str, side: Side) -> None:
    if role not in ROLES or ROLES[role].side != side:
        raise ValueError(f"{role!r} is not a {side} role")


def _granted(account_id: int, now: datetime, **data: Any) -> None:
    journal.record(
        events.ROLE_GRANTED, events.SUBJECT_ACCOUNT, str(account_id), by=BY, at=now, data=data
    )
