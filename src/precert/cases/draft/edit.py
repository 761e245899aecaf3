"""Changes to a document that touch several paths: adding and removing a line, a diagnosis, defaults
of a new line. Pure.

Each function returns `{path: (value seen, new value)}` for `document.merge`.
"""

from collections.abc import Mapping

from precert.cases.draft.document import Value, members
from precert.cases.draft.parse import diagnoses, text

Changes = dict[str, tuple[Value, Value]]
LINE_FIELDS = (
    "kind", "system", "code", "position", "modifier1", "modifier2", "modifier3", "modifier4",
    "unit_qualifier", "start", "end", "duration", "quantity", "frequency", "rate",
)  # fmt: skip


def add_diagnosis(values: Mapping[str, Value], system: str, code: str) -> Changes:
    """Put a code at the end of the list; nothing when it is there."""
    path = f"diagnosis/{system}/{code}"
    if values.get(path) is not None:
        return {}
    return {path: (None, _after(values, "diagnosis/"))}


def remove_diagnosis(values: Mapping[str, Value], system: str, code: str) -> Changes:
    """Take a code off the list."""
    path = f"diagnosis/{system}/{code}"
    return {path: (values.get(path), None)}


def order_diagnoses(values: Mapping[str, Value], codes: list[tuple[str, str]]) -> Changes:
    """The list in this order; codes not named keep their order after those named."""
    rest = [d for d in diagnoses(values) if d not in codes]
    wanted = [d for d in codes if values.get(f"diagnosis/{d[0]}/{d[1]}") is not None] + rest
    paths = [f"diagnosis/{system}/{code}" for system, code in wanted]
    return {path: (values.get(path), n) for n, path in enumerate(paths, 1) if values.get(path) != n}


def add_line(values: Mapping[str, Value], key: str, system: str, code: str) -> Changes:
    """A new procedure line; its dates default to those of the length of stay, or of the last
    procedure.

    The duration isn't copied: a stay may count its days otherwise. It follows from the dates.
    """
    changes: Changes = {
        f"line/{key}/kind": (None, "procedure"),
        f"line/{key}/system": (None, system),
        f"line/{key}/code": (None, code),
        f"line/{key}/position": (None, _after(values, "line/", "/position")),
    }
    source = "los" if text(values.get("line/los/start")) else last_line(values)
    if source:
        for name in ("start", "end"):
            if (found := values.get(f"line/{source}/{name}")) is not None:
                changes[f"line/{key}/{name}"] = (None, found)
    return changes


def remove_line(values: Mapping[str, Value], key: str) -> Changes:
    """Take a line out with everything typed in it."""
    return {
        path: (values[path], None)
        for name in LINE_FIELDS
        if (path := f"line/{key}/{name}") in values
    }


def last_line(values: Mapping[str, Value]) -> str | None:
    """The key of the procedure line that was added last."""
    keys = [
        k
        for k in members(values, "line")
        if k != "los" and values.get(f"line/{k}/start") is not None
    ]
    return max(keys, key=lambda k: _number(values.get(f"line/{k}/position")), default=None)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _after(values: Mapping[str, Value], prefix: str, suffix: str = "") -> int:
    return (
        int(
            max(
                (
                    _number(v)
                    for p, v in values.items()
                    if p.startswith(prefix) and p.endswith(suffix)
                ),
                default=0,
            )
        )
        + 1
    )
