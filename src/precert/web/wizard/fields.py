"""Fields of a draft on a page: what is shown, what the person saw, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from precert.cases.draft import missing
from precert.cases.draft.document import Value
from precert.cases.draft.naming import label_of
from precert.cases.draft.parse import text
from precert.cases.queries.drafts import DraftFile
from precert.web.fields import Field, Option, duration


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
        part: str = "",
        then: str = "",
        focus: bool = False,
        **more: Any,
    ) -> Field:
        """The field of a path. A date that isn't readable is shown as it was typed. `part`: of dates
        that follow each other; `then`: the field that a click on a choice leads to.
        """
        stored = text(self.file.values.get(path)) or ""
        value = self.typed.get(path, stored)
        if type == "date" and value and not _is_iso(value):
            type = "text"  # noqa: A001
        offered = tuple(options)
        if offered and value and value not in {code for code, _ in offered}:
            offered = (*offered, (value, f"{value} (no longer offered)"))
        return Field(
            path=path, label=label or label_of(path), type=type, value=value, seen=stored, options=offered, error=self.error(path),
            more=_attributes(value, part, then, focus=focus), **more
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


def _attributes(value: str, part: str, then: str, *, focus: bool) -> dict[str, str]:
    found = duration(part)
    if focus and not value:
        found["autofocus"] = "autofocus"
    if then:
        found["data-then"] = then
    return found


def as_seen(value: Value) -> str:
    """A value of the draft as a page sends it back."""
    return text(value) or ""


def _is_iso(value: str) -> bool:
    return len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdecimal()
