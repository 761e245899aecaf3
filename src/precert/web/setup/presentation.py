"""Rows of Setup as its templates take them: a role to choose, and why what is greyed is greyed."""

from collections.abc import Collection, Iterable, Mapping
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
    if row.why_off:
        only = (("", ((row.role, label, False),)),)
        return RoleChoice(row, path, label, only, row.why_off, off=True)
    may = authority.grantable(actor, row.account_id, row.group_id) | {row.role}
    reaches = (
        ("provider", f"Only at {at}" if row.provider_id is None else "At this provider"),
        ("group", f"All of {row.group}"),
    )
    groups = (
        (heading, _offered(may, reach, kept=bool(row.why_kept) and reach == "provider"))
        for reach, heading in reaches
    )
    offered = tuple((heading, roles) for heading, roles in groups if roles)
    return RoleChoice(row, path, label, offered, row.why_kept)


def _offered(may: Collection[str], reach: str, *, kept: bool) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (role.id, role.label, kept)
        for role in ROLES.values()
        if role.reach == reach and role.id in may
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
