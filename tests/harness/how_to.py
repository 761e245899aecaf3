"""The examples of the how-to pages: their code, and the files they tell to write."""

import re

from tests.architecture.source import ROOT


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of that language on a how-to page, without their indent."""
    text = (ROOT / "docs" / "how-to" / page).read_text()
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [
        "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True))
        for indent, body in found
    ]


def named(page: str, shelf: str) -> list[str]:
    """The file names that the page tells to write on the shelf, in their order."""
    text = (ROOT / "docs" / "how-to" / page).read_text()
    return re.findall(rf"`src/precert/{shelf}/([a-z_]+\.[a-z]+)`", text)
