"""A pack as it is kept: one JSON document with the pack and the text of its files; its digest tells
versions apart. Pure.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from precert.contracts.schema import Pack
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import load

FORMAT = 1


class ContentError(Exception):
    """Stored content this release can't read."""


@dataclass(frozen=True)
class PackContent:
    """A sound pack with the text of every file it names, by the file's path in its folder."""

    pack: Pack
    assets: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """What is stored."""
        return {
            "format": FORMAT,
            "pack": self.pack.model_dump(mode="json", by_alias=True),
            "assets": dict(self.assets),
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the document, in hexadecimal; the same for the same content whatever the order
        of keys in the file.
        """
        text = json.dumps(
            self.document(), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def questionnaires(self) -> Mapping[str, Questionnaire]:
        """The parsed questionnaires by file."""
        return {
            file: load(self.assets[file], file)
            for file in dict.fromkeys(ref.file for ref in self.pack.questionnaires)
        }


def stored(document: Mapping[str, Any]) -> PackContent:
    """The content of a stored document.

    Raises ContentError for a format that a newer release wrote.
    """
    if document.get("format") != FORMAT:
        raise ContentError(
            f"format {document.get('format')!r} is not {FORMAT}; it was written by another release"
        )
    return PackContent(
        Pack.model_validate_json(json.dumps(document["pack"])), dict(document["assets"])
    )
