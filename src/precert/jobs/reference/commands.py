"""The page of commands, from the management commands of the product."""

import importlib
import pkgutil

from precert.jobs.management import commands as shelf
from precert.jobs.reference import markdown as md

INTRO = """
Commands of `precert`, beside those of Django (`precert help` lists all). `precert <command> --help` names the options.
"""


def page() -> str:
    """The page as Markdown."""
    rows = []
    for found in sorted(pkgutil.iter_modules(shelf.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{shelf.__name__}.{found.name}")
        rows.append((md.code(f"precert {found.name.replace('_', '-')}"), module.Command.help))
    return md.page("Commands", INTRO, md.table(("command", "what it does"), rows))
