"""The texts that letters print, a pack's above all: each must be one that a letter can show. Pure."""

from collections.abc import Iterator, Mapping

from precert.kit.pdf import strange


def unprintable(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a pack's data, or in a letter's, that a letter can't show, as (key path, reason)."""
    if isinstance(value, str):
        if found := strange(value):
            yield path, f"should not contain {found}: a letter can't print that"
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from unprintable(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for at, one in enumerate(value):
            yield from unprintable(one, f"{path}[{at}]")
