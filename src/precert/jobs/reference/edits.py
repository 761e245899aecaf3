"""The page of submission edits, from the shelf `cases/edits`."""

from collections.abc import Iterator

from precert.cases.edits._base import Edit
from precert.cases.edits._run import edits
from precert.jobs.reference import markdown as md

INTRO = """
Every edit runs at Submit over the whole request, and all findings are shown together. An error stops the submission, a warning asks for
an OK, information only tells. A contract changes a severity by `rules.severity` in its pack. [How to add one](../how-to/add-an-edit.md).
"""


def page() -> str:
    """The page as Markdown."""
    rows = [(f"[`{edit.code}`](#{edit.code})", edit.title, edit.severity) for edit in edits()]
    return md.page(
        "Submission edits",
        INTRO,
        md.table(("code", "title", "severity unless the pack says otherwise"), rows),
        *_each(),
    )


def _each() -> Iterator[str]:
    for edit in edits():
        yield f"## {edit.code}"
        yield _about(edit)


def _about(edit: Edit) -> str:
    return md.doc(type(edit))
