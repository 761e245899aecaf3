"""What follows by itself from what was just typed: end and duration from each other, the
length-of-stay line. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from precert.cases.draft.defaults import length_of_stay
from precert.cases.draft.document import Value, members
from precert.cases.draft.durations import counts_last_day, duration_from, end_from
from precert.cases.draft.edit import Changes, remove_line
from precert.cases.draft.parse import day, read_line, text
from precert.contracts.schema import Pack

NOT_TYPED = frozenset({"kind", "position", "unit_qualifier"})  # of a line for a length of stay


def follow(
    values: Mapping[str, Value], pack: Pack, category: str, changed: Iterable[str]
) -> Changes:
    """The changes that follow from `changed` paths of a document that already has them.

    A start or duration moves the end; an end sets the duration; a start without duration sets it
    too. The service type brings the length-of-stay line or takes it away, but never one in which
    something was typed. The admit date starts the length of stay as long as that has no start.
    """
    paths = list(changed)
    changes: Changes = {}
    if "service/type" in paths:
        changes |= _stay(values, pack, category)
    now = {**values, **{path: new for path, (_, new) in changes.items()}}
    if (
        "service/admit_date" in paths
        and "los" in members(now, "line")
        and text(values.get("line/los/start")) is None
    ):
        admit = _day(values.get("service/admit_date"))
        if admit:
            changes["line/los/start"] = (None, values["service/admit_date"])
            now["line/los/start"] = values["service/admit_date"]
            paths.append("line/los/start")
    touched: dict[str, set[str]] = {}
    for path in paths:
        if path.startswith("line/") and path.count("/") == 2:
            _, key, name = path.split("/")
            touched.setdefault(key, set()).add(name)
    for key, names in touched.items():
        changes |= _dates(now, pack, key, names)
    return changes


def _stay(values: Mapping[str, Value], pack: Pack, category: str) -> Changes:
    rules = pack.category(category)
    wanted, there = (
        rules.has_los(text(values.get("service/type")) or ""),
        "los" in members(values, "line"),
    )
    if wanted and not there:
        return length_of_stay(rules)
    typed = {
        path.split("/")[2]
        for path, v in values.items()
        if path.startswith("line/los/") and v is not None
    } - NOT_TYPED
    return remove_line(values, "los") if there and not wanted and not typed else {}


def _dates(values: Mapping[str, Value], pack: Pack, key: str, names: set[str]) -> Changes:
    """What a line's start, end and duration make of each other; a field that was just typed is left
    as it is.
    """
    line = read_line(values, key)
    last = counts_last_day(pack, line.kind)
    if line.start is None or not names & {"start", "end", "duration"}:
        return {}
    if "end" not in names and line.duration is not None and line.duration >= 1:
        try:
            end = end_from(line.start, line.duration, last)
        except OverflowError:
            return {}
        new = _alike(end, values.get(f"line/{key}/start"))
        return {} if end == line.end else {f"line/{key}/end": (values.get(f"line/{key}/end"), new)}
    if "duration" in names or line.end is None or line.end < line.start:
        return {}
    duration = duration_from(line.start, line.end, last)
    return (
        {}
        if duration == line.duration
        else {f"line/{key}/duration": (values.get(f"line/{key}/duration"), str(duration))}
    )


def _alike(found: date, model: Value) -> str:
    """The date written the way its neighbour was typed."""
    return f"{found:%m/%d/%Y}" if "/" in str(model) else found.isoformat()


def _day(value: Value) -> date | None:
    try:
        return day(value)
    except (ValueError, OverflowError):
        return None
