"""`precert load-packs [folder …]`: loads contract packs as new versions; exit code 1 if one of them
is bad.
"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from precert.contracts.loader import load_folders
from precert.jobs.packs import known, roots
from precert.kit import clock

SAID = {
    "new": "version {} loaded",
    "unchanged": "version {} is current already",
    "back": "version {} is current again",
}


class Command(BaseCommand):
    help = (
        "Load contract packs: those that ship and your own, or the folders given. No restart is"
        " needed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)

    def handle(self, *, folders: list[Path], verbosity: int, **options: object) -> None:
        report = load_folders(folders or roots(), clock.now(), by="load-packs", known=known())
        for one in report.loaded if verbosity else ():
            self.stdout.write(f"{one.contract}: {SAID[one.state].format(one.number)}")
        for problem in report.problems:
            self.stderr.write(str(problem))
        if report.problems:
            raise SystemExit(1)
