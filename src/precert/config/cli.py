"""The `precert` command: management commands under the product's name; `check-packs` is
`check_packs`.
"""

import os
import re
import sys

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand
from django.db.utils import OperationalError, ProgrammingError

from precert.demo import launcher
from precert.kit.env import SettingError

LISTED = re.compile(r"^ +\w+$", re.MULTILINE)  # a command in the list of all


class PrecertCommands(ManagementUtility):
    """Django's commands and ours, with hyphens in lists and usage."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """The command, by either spelling."""
        return super().fetch_command(subcommand.replace("-", "_"))

    def main_help_text(self, commands_only: bool = False) -> str:
        """All commands; `demo` is none of Django's."""
        text = (
            super()
            .main_help_text(commands_only)
            .replace("    demo_data", "    demo\n    demo_data")
        )
        return LISTED.sub(lambda found: found.group().replace("_", "-"), text)


def main() -> None:
    """Entry point of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
    words = sys.argv[1:]
    if words == ["help", "demo"]:
        words = ["demo", "--help"]
    try:
        if words[:1] == ["demo"]:
            sys.exit(launcher.run(sys.argv[0], words[1:], os.environ))
        PrecertCommands(["precert", *words]).execute()
    except SettingError as error:
        sys.exit(f"precert: {error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in words:
            raise
        said = (str(error).splitlines() or [type(error).__name__])[0]
        sys.exit(f"precert: the database says: {said}. Run `precert ready` to see what it lacks.")
