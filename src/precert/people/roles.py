"""Who may do what: the one permission table, for providers' people and the review organization's.

Pages, menus, actions and the permissions page of the docs all read it. A role's id is stored in the
database and never changes; its label may.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["provider", "staff"]
Reach = Literal["provider", "group", "contract"]

PERMISSIONS: Mapping[str, str] = {
    "draft.edit": "Enter and change requests that are not submitted yet",
    "draft.edit-group": "Enter and change unsubmitted requests for every provider of the group",
    "draft.submit": "Submit requests",
    "case.view": "Open cases and their status",
    "case.view-all": "See every case of the contracts served",
    "consumer.search": "Look up consumers",
    "document.upload": "Add documents to a request",
    "document.view": "Open the documents of a case",
    "note.add": "Write notes on a case",
    "note.internal": "Write and read notes that only the review organization sees",
    "letter.view": "Open letters",
    "letter.repair": "Retry a letter that failed",
    "information.answer": "Answer a request for information",
    "information.request": "Ask the provider for information",
    "message.send": "Write messages about a case",
    "queue.view": "See the work queue",
    "request.take": "Take a request from the queue",
    "request.release": "Release a request to the queue",
    "request.assign": "Assign a request to a reviewer",
    "request.determine": "Approve a line, in full or in part, or refer it to a physician",
    "request.deny": "Deny a line for medical necessity",
    "determination.issue": "Issue the determination",
    "failures.view": "See letters and notices of cases that failed",
    "failures.view-all": "See failures that are not about a case",
    "reports.view": "Run reports",
    "preferences.edit": "Manage a provider's favorites",
    "users.manage-provider": "Manage the users of their own provider",
    "users.manage-group": "Manage the users of the whole group",
    "providers.manage": "Add providers to the group",
    "users.support": "Help people who cannot sign in",
    "codes.manage": "Issue and revoke registration codes",
    "audit.view": "Read the audit trail",
}


@dataclass(frozen=True)
class Role:
    """One role: the side it belongs to, how far a grant of it reaches, and what it permits."""

    id: str
    label: str
    side: Side
    reach: Reach
    permissions: frozenset[str]


REQUESTER = frozenset(
    {
        "draft.edit", "draft.submit", "case.view", "consumer.search", "document.upload", "document.view", "note.add",
        "letter.view", "information.answer", "message.send",
    }
)  # fmt: skip
PROVIDER_ADMIN = REQUESTER | {"users.manage-provider", "preferences.edit"}
GROUP_ADMIN = PROVIDER_ADMIN | {"users.manage-group", "providers.manage", "draft.edit-group"}
REPORTS = frozenset({"reports.view"})

READER = frozenset(
    {
        "case.view",
        "case.view-all",
        "consumer.search",
        "document.view",
        "letter.view",
        "note.internal",
    }
)
DESK = READER | {"queue.view", "document.upload", "note.add", "message.send"}
NURSE = DESK | {
    "request.take",
    "request.release",
    "request.determine",
    "information.request",
    "determination.issue",
}

ROLES: Mapping[str, Role] = {
    role.id: role
    for role in (
        Role("provider-staff", "Provider Staff Account", "provider", "provider", REQUESTER),
        Role("provider-admin", "Provider Admin", "provider", "provider", PROVIDER_ADMIN),
        Role("provider-admin-reports", "Provider Admin + Reports", "provider", "provider", PROVIDER_ADMIN | REPORTS),
        Role("provider-group-admin", "Provider Group Admin", "provider", "group", GROUP_ADMIN),
        Role("provider-group-admin-reports", "Provider Group Admin + Reports", "provider", "group", GROUP_ADMIN | REPORTS),
        Role("intake", "Intake", "staff", "contract", DESK),
        Role("nurse", "Clinical Reviewer", "staff", "contract", NURSE),
        Role("physician", "Physician Reviewer", "staff", "contract", NURSE | {"request.deny"}),
        Role("appeals", "Appeals Coordinator", "staff", "contract", DESK),
        Role(
            "supervisor", "Supervisor", "staff", "contract",
            DESK | REPORTS | {"request.assign", "request.release", "failures.view", "failures.view-all", "letter.repair"},
        ),
        Role("support", "Support", "staff", "contract", frozenset({"users.support", "codes.manage"})),
        Role(
            "administrator", "Administrator", "staff", "contract",
            REPORTS | {"users.support", "codes.manage", "audit.view", "failures.view", "failures.view-all", "letter.repair"},
        ),
    )
}  # fmt: skip

ADMINISTRATORS = frozenset(
    role.id for role in ROLES.values() if role.side == "staff" and "audit.view" in role.permissions
)


def is_role(role: str, side: Side) -> bool:
    """Whether the table has that role on that side."""
    return role in ROLES and ROLES[role].side == side


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything that these roles permit together; a role that isn't in the table permits nothing."""
    return frozenset().union(*(ROLES[role].permissions for role in roles if role in ROLES))


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu: the name of its route, which has its page, and the permissions of
    which any one shows it.
    """

    route: str
    label: str
    side: Side | None
    permissions: frozenset[str]


MENU: tuple[MenuItem, ...] = (
    MenuItem("home", "Home", "provider", frozenset({"case.view"})),
    MenuItem("queue", "Queue", "staff", frozenset({"queue.view"})),
    MenuItem("cases", "Cases", None, frozenset({"case.view"})),
    MenuItem("create_case", "Create Case", None, frozenset({"draft.edit"})),
    MenuItem("consumers", "Consumers", None, frozenset({"consumer.search"})),
    MenuItem(
        "setup", "Setup", "provider", frozenset({"users.manage-provider", "users.manage-group"})
    ),
    MenuItem("support", "Support", "staff", frozenset({"users.support", "codes.manage"})),
    MenuItem("failures", "Failures", "staff", frozenset({"failures.view"})),
    MenuItem("audit", "Audit trail", "staff", frozenset({"audit.view"})),
)


# What isn't about one contract's cases or people: held only by who has it in every contract of the
# installation.
EVERYWHERE = frozenset({"audit.view", "failures.view-all", "reports.view"})


def menu(permissions: Collection[str], side: Side) -> list[MenuItem]:
    """The entries for someone of this side with these permissions, in the order shown."""
    return [
        item for item in MENU if item.side in {None, side} and item.permissions & set(permissions)
    ]


def as_rows() -> list[tuple[str, str, tuple[bool, ...]]]:
    """The table for the docs: a row for each permission with its meaning, and whether each of
    `ROLES`, in order, has it.
    """
    return [
        (name, text, tuple(name in role.permissions for role in ROLES.values()))
        for name, text in PERMISSIONS.items()
    ]
