"""What each permission is held by, written by hand beside `people.roles`, so that a slip there is
seen here. And who is out.
"""

PROVIDER_ROLES = (
    "provider-staff",
    "provider-admin",
    "provider-admin-reports",
    "provider-group-admin",
    "provider-group-admin-reports",
)
STAFF_ROLES = ("intake", "nurse", "physician", "appeals", "supervisor", "support", "administrator")
REVIEWERS = ("nurse", "physician")
DESK = ("intake", "nurse", "physician", "appeals", "supervisor")
ADMINS = (
    "provider-admin",
    "provider-admin-reports",
    "provider-group-admin",
    "provider-group-admin-reports",
)
GROUP_ADMINS = ("provider-group-admin", "provider-group-admin-reports")

HELD: dict[str, tuple[str, ...]] = {
    "draft.edit": PROVIDER_ROLES,
    "draft.submit": PROVIDER_ROLES,
    "case.view": PROVIDER_ROLES + DESK,
    "consumer.search": PROVIDER_ROLES + DESK,
    "document.upload": PROVIDER_ROLES + DESK,
    "document.view": PROVIDER_ROLES + DESK,
    "note.add": PROVIDER_ROLES + DESK,
    "letter.view": PROVIDER_ROLES + DESK,
    "information.answer": PROVIDER_ROLES,
    "queue.view": DESK,
    "request.take": REVIEWERS,
    "request.release": ("nurse", "physician", "supervisor"),
    "request.assign": ("supervisor",),
    "request.determine": REVIEWERS,
    "information.request": REVIEWERS,
    "determination.issue": REVIEWERS,
    "failures.view": ("supervisor", "administrator"),
    "letter.repair": ("supervisor", "administrator"),
    "reports.view": (
        "provider-admin-reports",
        "provider-group-admin-reports",
        "supervisor",
        "administrator",
    ),
    "preferences.edit": ADMINS,
    "users.manage-provider": ADMINS,
    "users.manage-group": GROUP_ADMINS,
    "providers.manage": GROUP_ADMINS,
    "users.support": ("support", "administrator"),
    "codes.manage": ("support", "administrator"),
    "audit.view": ("administrator",),
}
# People for whom every door but the public ones is shut, and what they get: the login page, or a
# page that says no.
OUT = (
    "anonymous",
    "password-only",
    "deactivated",
    "removed",
    "idle-expired",
    "ended-elsewhere",
)
NOBODY = ("ex-member",)  # signed in, and acting for nobody any more
ELSEWHERE = ("nurse-elsewhere", "supervisor-elsewhere")  # they serve MS State UM only
# Group Admins of a group of their own that owns Denver Hospital too, with a role of Denver Health at
# it. They hold a Group Admin's permissions in that context; what is Denver Health's they reach no
# further than that role does.
GUESTS = {"guest-staff": "provider-staff", "guest-admin": "provider-admin"}
# The other way round: Group Admins of Denver Health with a role in another group, Far, that owns
# Denver Hospital, too. What is Far's they reach only as far as that role does, at Denver Hospital.
HOSTS = {"host-staff": "provider-staff", "host-admin": "provider-admin"}
ALL = (
    *OUT,
    *NOBODY,
    "terms-pending",
    *PROVIDER_ROLES,
    *GUESTS,
    *HOSTS,
    *STAFF_ROLES,
    *ELSEWHERE,
)


def holds(actor: str, *permissions: str) -> bool:
    """Whether this actor's role has one of these permissions."""
    role = actor.removesuffix("-elsewhere")
    return any(role in HELD[permission] for permission in permissions)
