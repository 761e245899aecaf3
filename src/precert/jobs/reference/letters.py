"""The page of letters: the templates of the catalog, and what each shipped contract sends."""

from collections.abc import Iterator

from precert.contracts.pack_reader import SHIPPED, folders, read_folder
from precert.jobs.reference import markdown as md
from precert.letters.shelf import templates

INTRO = """
A letter is made when a determination is issued, as a tagged PDF, once for each row below that fits the outcome of the request as a whole.
The contract's pack says which letters it sends; a template of the catalog that names a file of its own is sent under every contract.
[How to add one](../how-to/add-a-letter.md).
"""


def page() -> str:
    """The page as Markdown."""
    return md.page("Letters", INTRO, *_catalog(), *_packs())


def _catalog() -> Iterator[str]:
    yield "## Templates of the catalog"
    rows = [
        (
            md.code(t.name),
            t.audience,
            ", ".join(t.outcomes),
            md.code(t.file_name) or "named by the pack",
        )
        for t in templates()
    ]
    yield md.table(("template", "for", "outcomes", "file name"), rows)


def _packs() -> Iterator[str]:
    for folder in folders(SHIPPED):
        pack = read_folder(folder).pack
        yield f"## Letters of {pack.name}"
        rows = [
            (
                md.code(one.id),
                one.title,
                one.audience,
                ", ".join(one.outcomes),
                md.code(one.file_name),
                md.code(one.template or ""),
            )
            for one in pack.letters
        ]
        yield md.table(("id", "title", "for", "outcomes", "file name", "own template"), rows)
