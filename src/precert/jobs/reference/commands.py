"""The page of commands, from the management commands of the product."""

from pathlib import Path

from django.core.management import find_commands, load_command_class

import precert
from precert.jobs.reference import markdown as md

INTRO = """
Commands of `precert`, beside those of Django (`precert help` lists all). `precert <command> --help` names the options.
`precert demo` runs the product with demonstration data, whatever is set; `PORT` and `DEMO_DIR` move it.
"""
FOLDER = Path(precert.__path__[0]) / "jobs" / "management"


def page() -> str:
    """The page as Markdown."""
    rows = [
        (
            md.code(f"precert {name.replace('_', '-')}"),
            load_command_class("precert.jobs", name).help,
        )
        for name in sorted(find_commands(str(FOLDER)))
    ]
    return md.page("Commands", INTRO, md.table(("command", "what it does"), rows))
