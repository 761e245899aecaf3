"""A refusal is data: one object blocks the POST, greys the button, lists what is missing, becomes
an OperationOutcome.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from precert.kit.hidden_characters import hidden, trimmed

Severity = Literal["error", "warning", "information"]
RefusalKind = Literal["forbidden", "missing", "conflict", "invalid", "confirm"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, doubtful or worth knowing, in words that say what to do.

    `code` is stable (an edit's file name or an action's reason); `path` is the draft path it is
    about, `line` the key of a line, `link` the address of a page that helps (a case that the reader
    may see).
    """

    code: str
    text: str
    severity: Severity = "error"
    path: str = ""
    line: str = ""
    link: str = ""


class Refusal(Exception):  # noqa: N818 - the domain's word; no programming error
    """An action that is not done. `kind` tells a door which answer to give, `findings` why.

    forbidden: the actor may never do this; missing: no such thing, or not for this actor; conflict:
    the thing has moved on; invalid: the input is refused; confirm: only warnings stand, the same
    input with `confirmed` passes.
    """

    def __init__(self, kind: RefusalKind, findings: Iterable[Finding]) -> None:
        self.kind: RefusalKind = kind
        self.findings: list[Finding] = list(findings)
        super().__init__("; ".join(f.text for f in self.findings))


def refuse(kind: RefusalKind, code: str, text: str, *, path: str = "", line: str = "") -> Refusal:
    """A refusal with one finding."""
    return Refusal(kind, [Finding(code=code, text=text, path=path, line=line)])


def not_permitted(label: str) -> Refusal:
    """What everybody is told whose role doesn't hold what an action asks for."""
    return refuse("forbidden", "not-permitted", f"Your role does not allow: {label}.")


LONGEST_REASON = 500  # characters


def reason_missing(reason: str) -> list[Finding]:
    """A finding for an action that asks why, when no reason is given, a very long one, or one with
    characters that nobody sees.
    """
    text, reason = "", trimmed(reason)
    if not reason:
        text = "Enter a reason."
    elif len(reason) > LONGEST_REASON:
        text = f"Use at most {LONGEST_REASON} characters."
    elif hidden(reason, lines=True):
        text = "This contains an invisible character. Delete it and enter it again."
    return [Finding("reason", text, path="reason")] if text else []
