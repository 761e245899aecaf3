"""The page of actions: every verb of every room, its permission and the statuses it moves between."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import precert
from precert.cases import statuses
from precert.conduct.action import Action
from precert.jobs.reference import markdown as md
from precert.jobs.reference.workflow import sources
from precert.people.roles import PERMISSIONS

INTRO = """
Everything that can be done, by the room it belongs to. Each is carried out by `conduct.perform` in one transaction, leaves a journal row,
and is refused with reasons when the permission or the status is wrong. [How to add one](../how-to/add-an-action.md).
"""
HEAD = ("verb", "label", "permission", "from", "to", "what it does")


class UnknownPermissionError(Exception):
    """An action asks for a permission that the one table doesn't have: nobody could ever do it."""


def page() -> str:
    """The page as Markdown. Raises UnknownPermissionError."""
    parts = []
    for room, kinds in shelves():
        parts += [f"## {room}", md.table(HEAD, map(_row, kinds))]
    return md.page("Actions", INTRO, *parts)


def shelves() -> Iterator[tuple[str, list[type[Action[Any]]]]]:
    """Each room that has actions, with them in the order of their verbs."""
    for room in sorted(m.name for m in pkgutil.iter_modules(precert.__path__) if m.ispkg):
        package = importlib.import_module(f"precert.{room}")
        if any(m.name == "actions" for m in pkgutil.iter_modules(package.__path__)):
            yield room, sorted(_defined(f"precert.{room}.actions"), key=lambda kind: kind.verb)


def _defined(shelf: str) -> Iterator[type[Action[Any]]]:
    package = importlib.import_module(shelf)
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{shelf}.{found.name}")
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, Action)
                and thing.__module__ == module.__name__
            ):
                yield thing


def _row(kind: type[Action[Any]]) -> tuple[str, ...]:
    if kind.permission and kind.permission not in PERMISSIONS:
        raise UnknownPermissionError(
            f"{kind.__module__} asks for {kind.permission!r}, which is no permission"
        )
    step = statuses.TABLE.get(kind.verb)
    target = statuses.LABELS.get(step.target or "", "as before") if step else ""
    own = kind.allowed is not Action.allowed
    permission = md.code(kind.permission) or ("its own rule" if own else "none")
    return (
        md.code(kind.verb),
        kind.label,
        permission,
        sources(step) if step else "",
        target,
        md.doc(kind).split("\n\n")[0],
    )
