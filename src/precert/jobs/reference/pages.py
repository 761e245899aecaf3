"""All generated pages by file name, and comparing them with what is on disk."""

from collections.abc import Callable, Mapping
from pathlib import Path

from precert.jobs.reference import (
    actions,
    commands,
    contract,
    edits,
    letters,
    notices,
    permissions,
    settings,
    workflow,
)

PAGES: Mapping[str, Callable[[], str]] = {
    "workflow.md": workflow.page,
    "permissions.md": permissions.page,
    "edits.md": edits.page,
    "actions.md": actions.page,
    "letters.md": letters.page,
    "notices.md": notices.page,
    "settings.md": settings.page,
    "commands.md": commands.page,
    "contract.md": contract.page,
    "contract.schema.json": contract.schema,
}


def stale(folder: Path) -> list[str]:
    """Names of the pages that are missing in `folder` or say something else than they should."""
    return [
        name
        for name, made in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != made()
    ]


def write(folder: Path) -> list[str]:
    """Write what is stale; the names of what was written."""
    names = stale(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
    return names
