"""Fields of a draft on a page: what is shown, what the person saw, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from precert.cases.draft import missing
from precert.cases.draft.document import Value
from precert.cases.draft.naming import label_of
from precert.cases.draft.parse import text
from precert.cases.queries.drafts import DraftFile

Option = tuple[str, str]


@dataclass(frozen=True)
class Field:
    """One control. `value` is shown, `seen` is what the draft holds: both as text."""

    path: str
    label: str
    type: str = "text"
    value: str = ""
    seen: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    error: str = ""
    hint: str = ""
    help: str = ""
    width: str = ""
    focus: bool = False
    part: str = ""  # start, end or days of dates that follow each other
    then: str = ""  # the field that a click on a choice leads to

    @property
    def attributes(self) -> dict[str, Any]:
        """More attributes of the control."""
        found: dict[str, Any] = {f"data-duration-{self.part}": "1"} if self.part else {}
        if self.focus and not self.value:
            found["autofocus"] = "autofocus"
        if self.then:
            found["data-then"] = self.then
        return found


@dataclass
class Form:
    """The fields of one page. `typed` overrides what the draft holds (a post that was refused);
    `errors` by path.
    """

    file: DraftFile
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    check: bool = False  # also mark what is missing

    def field(
        self,
        path: str,
        *,
        label: str = "",
        type: str = "text",  # noqa: A002
        options: Iterable[Option] = (),
        **more: Any,
    ) -> Field:
        """The field of a path. A date that isn't readable is shown as it was typed."""
        stored = text(self.file.values.get(path)) or ""
        value = self.typed.get(path, stored)
        if type == "date" and value and not _is_iso(value):
            type = "text"  # noqa: A001
        offered = tuple(options)
        if offered and value and value not in {code for code, _ in offered}:
            offered = (*offered, (value, f"{value} (no longer offered)"))
        return Field(
            path=path, label=label or label_of(path), type=type, value=value, seen=stored, options=offered, error=self.error(path), **more
        )  # fmt: skip

    def error(self, path: str) -> str:
        """What is wrong at a path; what is merely missing only when asked to check."""
        if path in self.errors:
            return self.errors[path]
        found = [
            f.text
            for f in self.file.findings_at.get(path, ())
            if f.severity != "information" and (self.check or f.code != missing.CODE)
        ]
        return " ".join(found)


def as_seen(value: Value) -> str:
    """A value of the draft as a page sends it back."""
    return text(value) or ""


def _is_iso(value: str) -> bool:
    return len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdecimal()
