"""What a step of the wizard is."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.http import QueryDict

from precert.cases.draft.edit import Changes
from precert.cases.queries.drafts import DraftFile
from precert.web.door import Request
from precert.web.wizard.fields import Form


@dataclass
class Command:
    """What a button of the step (not a field) wants: changes, or why it can't be; `fragment` is
    where the page goes on.
    """

    changes: Changes = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)  # path → why not
    query: str = ""  # without the question mark
    fragment: str = ""  # a draft path


class Step:
    """One file, one step. `key` is the file's name without its number: part of the address, and the
    key of its section.
    """

    key: ClassVar[str]
    number: ClassVar[int]
    label: ClassVar[str]
    template: ClassVar[str]

    def __init_subclass__(cls) -> None:
        number, _, cls.key = cls.__module__.rsplit(".", 1)[-1].partition("_")
        cls.number = int(number.removeprefix("s"))
        cls.template = f"wizard/{cls.key}.html"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """What its template needs beside the frame."""
        raise NotImplementedError

    def command(self, post: QueryDict, file: DraftFile) -> Command:
        """What its buttons ask for; steps with fields only have none."""
        return Command()
