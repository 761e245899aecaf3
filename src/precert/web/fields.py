"""A field of a page: one shape, whatever page and wherever it is stored. `components/field.html`
shows it; `forms/form.html` shows those of a Django form alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from precert.web.templatetags.precert import field_id

Option = tuple[str, str]  # value and label


@dataclass(frozen=True)
class Field:
    """One control. `path` is its name, and where it is saved by itself when `saves`; `value` is
    shown, `seen` is what is stored (None: the page doesn't say so when it is sent).

    `type` as in `cotton/form_row.html`; `why_off`: why nothing may be changed; `more`: other
    attributes of the control.
    """

    path: str
    label: str
    type: str = "text"
    value: Any = ""
    seen: str | None = None
    options: Sequence[Option] = ()
    blank: str = "Choose…"
    required: bool = False
    error: str = ""
    hint: str = ""
    help: str = ""
    width: str = ""
    why_off: str = ""
    saves: bool = True
    own_id: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its element's id."""
        return self.own_id or field_id(self.path)

    @property
    def saved_path(self) -> str:
        """Where autosave puts it; empty when it is only sent with its form."""
        return self.path if self.saves else ""

    @property
    def known(self) -> str | None:
        """The stored value, for autosave; of boxes it knows by which are ticked."""
        return None if self.type == "checkboxes" else self.seen


def duration(part: str) -> dict[str, str]:
    """The attribute of a start, end or duration that follow each other; none for another part."""
    name = {"start": "start", "end": "end", "duration": "days"}.get(part)
    return {f"data-duration-{name}": "1"} if name else {}
