"""What a section of the draft is: a part of the request with a step of its own in the wizard and a
ribbon on the case.
"""

from typing import ClassVar

from precert.cases.facts import Facts
from precert.contracts.schema import Pack

Part = tuple[str, str]  # (label, text)


class Section:
    """One file, one section. Its key is the file's name.

    `step` is its place in the wizard (4 to 10; 1 to 3 create the request, 11 submits it).
    `prefixes` are the first words of the paths that belong to it; no two sections share one.
    `review_link` leads to it from its review card: "Update" and its label unless it says otherwise.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    step: ClassVar[int]
    prefixes: ClassVar[tuple[str, ...]]
    review_link: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        cls.key = cls.__module__.rsplit(".", 1)[-1]
        cls.review_link = cls.review_link or f"Update {cls.label}"

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """What its closed ribbon and its review card say: label and text, nothing for what isn't
        filled in.
        """
        raise NotImplementedError

    def empty(self, facts: Facts) -> bool:
        """Whether it may stay empty and is: then only a visit can make it done."""
        return False


def parts(*found: tuple[str, str | None]) -> tuple[Part, ...]:
    """Those that have a text."""
    return tuple((label, text) for label, text in found if text)
