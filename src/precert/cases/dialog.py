"""What a verb on a submitted request asks for, declared: the one page "note, documents, a few fields"
shows it, whoever added the verb. Pure.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from precert.conduct.refusal import Finding
from precert.kit.hidden_characters import blank
from precert.kit.merge import storable

Options = tuple[tuple[str, str], ...]  # value and label
LONGEST_FIELD = 20_000  # characters of one field


@dataclass(frozen=True)
class DialogField:
    """One field. `required` is what is said when it is left empty; without it, it may be. A hidden
    one carries its `value` along. `options` that must be looked up are, when they are shown or checked.
    """

    name: str
    label: str = ""
    type: Literal["text", "textarea", "select", "date", "hidden"] = "text"
    hint: str = ""
    required: str = ""
    options: Options | Callable[[], Options] = ()
    value: str = ""
    rows: int = 5

    @property
    def choices(self) -> Options:
        """What can be chosen."""
        return self.options() if callable(self.options) else self.options


def note(label: str = "Note", hint: str = "", required: str = "") -> DialogField:
    """The field of a note."""
    return DialogField("note", label, "textarea", hint, required)


@dataclass(frozen=True)
class Dialog:
    """What is asked, and what is said about it.

    `does` says what happens, `facts` (label and text) and `items` under `heading` what it is about.
    `documents`: whether files may be added; `anything` is what is said when there is neither a note
    nor a file, `document` when there is no file. `send` stands on the button. `final` says what
    can't be undone: it is looked at once more before it is sent. `confirm` is the question before
    something that asks for nothing is done.
    """

    does: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    items: tuple[str, ...] = ()
    fields: tuple[DialogField, ...] = ()
    documents: bool = False
    anything: str = ""
    document: str = ""
    send: str = ""
    final: str = ""
    confirm: str = ""

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in, so that it needs a page."""
        return self.documents or any(one.type != "hidden" for one in self.fields)


@dataclass(frozen=True)
class DialogInput:
    """What was filled in: texts by the name of their field, stored files each with its document
    type. `work` is the piece of work that the page is about, its kind and subject, if it is another
    than the request's review.
    """

    request: UUID
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[UUID, str], ...] = ()
    work: tuple[str, UUID] | None = None

    @property
    def note(self) -> str:
        """The note as it can be stored."""
        return storable(self.fields.get("note", ""))


def problems(dialog: Dialog, typed: DialogInput, types: Collection[str]) -> list[Finding]:
    """Everything that is wrong with what was filled in; `types` are the contract's document types."""
    found = [one for each in dialog.fields for one in _field(each, typed)]
    if dialog.anything and blank(typed.note) and not typed.files:
        found.append(Finding("empty", dialog.anything, path="note"))
    if dialog.document and not typed.files:
        found.append(Finding("document", dialog.document, path="files"))
    if any(kind not in types for _, kind in typed.files):
        words = "Choose a document type for each file."
        found.append(Finding("document-type", words, path="document_type"))
    return found


def _field(one: DialogField, typed: DialogInput) -> list[Finding]:
    text = typed.fields.get(one.name, "")
    if one.required and blank(storable(text)):
        return [Finding("required", one.required, path=one.name)]
    if len(text) > LONGEST_FIELD:
        words = f"Use at most {LONGEST_FIELD:,} characters; this text has {len(text):,}."
        return [Finding("too-long", words, path=one.name)]
    if one.type == "select" and text and text not in dict(one.choices):
        return [Finding("choice", "Choose one from the list.", path=one.name)]
    return []
