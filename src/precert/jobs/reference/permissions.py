"""The page of roles and permissions, from `people.roles`: the table that every action, page and
menu asks.
"""

from collections.abc import Iterator

from precert.jobs.reference import markdown as md
from precert.jobs.reference.actions import shelves
from precert.people import roles

INTRO = """
The one permission table. A role's id is stored and never changes; its label may. Roles of providers' people count in the context that
the person acts in; roles of the review organization for the contracts that they are granted for.
"""
SIDES = {"provider": "Providers' people", "staff": "The review organization"}
REACHES = {
    "provider": "one provider",
    "group": "the whole provider group",
    "contract": "one contract, or all",
}


def page() -> str:
    """The page as Markdown."""
    return md.page("Roles and permissions", INTRO, *_roles(), *_tables(), *_actions(), *_menu())


def _roles() -> Iterator[str]:
    yield "## Roles"
    rows = [(md.code(r.id), r.label, SIDES[r.side], REACHES[r.reach]) for r in roles.ROLES.values()]
    yield md.table(("id", "label", "side", "granted for"), rows)


def _tables() -> Iterator[str]:
    """A table for each side, so that it fits a page."""
    for side, title in SIDES.items():
        mine = [n for n, role in enumerate(roles.ROLES.values()) if role.side == side]
        labels = [role.label for role in roles.ROLES.values() if role.side == side]
        rows = [
            (md.code(name), text, *("yes" if has[n] else "" for n in mine))
            for name, text, has in roles.as_rows()
        ]
        yield f"## What they may: {title.lower()}"
        yield md.table(("permission", "meaning", *labels), [row for row in rows if any(row[2:])])


def _actions() -> Iterator[str]:
    """Which actions each permission opens, from the shelves."""
    opened: dict[str, list[str]] = {}
    for _, kinds in shelves():
        for kind in kinds:
            opened.setdefault(kind.permission, []).append(kind.verb)
    yield "## What each permission opens"
    yield md.table(
        ("permission", "actions"),
        [(md.code(name), md.codes(opened[name])) for name in roles.PERMISSIONS if name in opened],
    )


def _menu() -> Iterator[str]:
    yield "## Main menu"
    yield (
        "An entry is shown to people on its side who have one of its permissions. An entry whose"
        " pages do not exist yet is not listed."
    )
    rows = [
        (item.label, SIDES[item.side] if item.side else "both", md.codes(sorted(item.permissions)))
        for item in roles.MENU
    ]
    yield md.table(("entry", "side", "any one of"), rows)
