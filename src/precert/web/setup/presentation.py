"""Rows of Setup as its templates take them: a role to choose, and why what is greyed is greyed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from precert.conduct.actor import Actor
from precert.people import authority, contact
from precert.people.queries.places import RoleRow
from precert.people.roles import ROLES
from precert.web.fields import Field

WIDTHS = {"postal_code": "sm", "phone": "md", "extension": "xs", "fax": "md"}
TYPES = {"email": "email", "telephone": "tel", "state": "select"}


@dataclass(frozen=True)
class RoleChoice:
    """A role with what it may become. `options` by heading: (role, label, off). `why`: why it can't
    be changed, or not to all.
    """

    row: RoleRow
    path: str
    label: str
    options: tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]
    why: str = ""
    off: bool = False


def role_choice(actor: Actor, row: RoleRow, place_id: int, at: str) -> RoleChoice:
    """The choice of a row; `place_id` and `at` are the provider at which a group's role would
    become a provider's.
    """
    label = ROLES[row.role].label if row.role in ROLES else row.role
    path = f"role/{row.id}/{place_id}"
    if row.account_id == actor.account_id:
        return RoleChoice(
            row,
            path,
            label,
            (("", ((row.role, label, False),)),),
            "This is your own role. Ask another administrator to change it.",
            off=True,
        )
    if not row.manageable:
        return RoleChoice(
            row,
            path,
            label,
            (("", ((row.role, label, False),)),),
            "Only a Group Admin or support can change this.",
            off=True,
        )
    may = authority.grantable(actor, row.account_id, row.group_id) | {row.role}
    groups = []
    for reach, heading in (
        ("provider", f"Only at {at}" if row.provider_id is None else "At this provider"),
        ("group", f"All of {row.group}"),
    ):
        locked = row.last and reach == "provider"
        offered = tuple(
            (role.id, role.label, locked)
            for role in ROLES.values()
            if role.reach == reach and role.id in may
        )
        groups.append((heading, offered))
    why = (
        f"Last Group Admin of {row.group}. Make someone else a Group Admin first."
        if row.last
        else ""
    )
    return RoleChoice(
        row, path, label, tuple((heading, offered) for heading, offered in groups if offered), why
    )


def role_options(actor: Actor, account_id: int, groups: Iterable[int]) -> list[tuple[str, str]]:
    """The roles that the actor may give to that person in one of these groups at least."""
    may = frozenset[str]().union(*(authority.grantable(actor, account_id, one) for one in groups))
    return [(role.id, role.label) for role in ROLES.values() if role.id in may]


def contact_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """The fields of contact information as they are to be shown."""
    return [
        Field(
            name,
            one.label,
            TYPES.get(one.kind, "text"),
            values.get(name, ""),
            options=list(contact.STATES.items()) if one.kind == "state" else (),
            required=one.required,
            error=errors.get(name, ""),
            width=WIDTHS.get(name, ""),
            more={"autocomplete": "off"},
        )
        for name, one in contact.FIELDS.items()
    ]
