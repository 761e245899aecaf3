"""A page as somebody reads it."""

import re
from typing import Any


def text(answer: Any) -> str:
    """What a reader sees: without tags, one space between words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
