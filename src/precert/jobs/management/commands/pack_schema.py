"""`precert pack-schema [file]`: the JSON Schema of contract.toml, for editors and the reference."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from precert.contracts.pack_reader import json_schema


class Command(BaseCommand):
    help = "Write the JSON Schema of contract packs to a file, or print it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *, file: Path | None, **options: object) -> None:
        text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
        if file is None:
            self.stdout.write(text, ending="")
            return
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}") from error
