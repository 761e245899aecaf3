"""The `precert` command: management commands under the product's name; `check-packs` is
`check_packs`.
"""

import os
import sys

from django.core.management import execute_from_command_line

from precert.demo import launcher
from precert.kit.env import SettingError


def main() -> None:
    """Entry point of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
    words = sys.argv[1:]
    if words and not words[0].startswith("-"):
        words[0] = words[0].replace("-", "_")
    try:
        if words[:1] == ["demo"]:
            sys.exit(launcher.run(sys.argv[0], words[1:], os.environ))
        execute_from_command_line(["precert", *words])
    except SettingError as error:
        sys.exit(f"precert: {error}")
