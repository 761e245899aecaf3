"""Autosave: the one protocol of every page that saves while somebody types.

In comes `{"changes": {path: [value seen, new value]}}`. Out goes one shape, whatever the page:
`state`, `message`, `saved_at`, `version`, `values`, `conflicts` (both values, and by whom),
`findings`, `refused` (the paths whose text stands in the page and nowhere else), `all_findings`
and `fragments`.

| state | status | what the page does |
|---|---|---|
| saved, conflict | 200 | shows what is there now, and both values where they conflict |
| refused | 422, 400 when unreadable | says why beside the fields, and waits for other text |
| overtaken | 409, 410 when it is gone, 403 | stops; what was typed stays there to be copied |
| busy | 503 | tries again |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.http.request import QueryDict

from precert.conduct.refusal import Refusal
from precert.kit.merge import Changes, same, tidy
from precert.web import payload
from precert.web.door import Request, Result

SEEN = "seen:"  # before the path: the value that a page without script was shown
REFUSED = "Not saved: see the marked fields"
BUSY = "busy"


@dataclass
class Saved:
    """What became of changes, by path: the values there now, conflicts with both values, what was
    refused and why; or the refusal of all of them.
    """

    values: dict[str, Any] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)
    conflicts: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    refusal: Refusal | None = None

    @property
    def whole(self) -> bool:
        """Everything went in."""
        return not (self.conflicts or self.refused or self.refusal)

    @property
    def state(self) -> str:
        """Saved, conflict, refused, overtaken or busy."""
        if self.refusal:
            busy = any(finding.code == BUSY for finding in self.refusal.findings)
            return BUSY if busy else "overtaken"
        if self.conflicts:
            return "conflict"
        nothing = not self.applied and not self.values
        return "refused" if self.refused and nothing else "saved"

    def add(self, result: Result) -> None:
        """What an action answered that merges (`kit.merge.Merged.told`), or its refusal."""
        if result.refusal:
            self.refusal = result.refusal
            return
        answer, by = result.answer, result.answer.get("by", "")
        self.applied |= set(answer["applied"])
        self.refused |= answer["refused"]
        self.conflicts |= {path: {**one, "by": by} for path, one in answer["conflicts"].items()}
        self.version = answer.get("version", self.version)
        self.values |= {
            path: value
            for path, value in answer["values"].items()
            if path not in self.conflicts and path not in self.refused
        }


@dataclass(frozen=True)
class Around:
    """What changes on the page around what was saved: findings by path, parts of the page by id.

    `zone` is the contract's, by whose clock the page says when it saved. `everything`: the findings
    are those of all fields of the page, not only of those that were sent.
    """

    zone: str
    findings: Mapping[str, str] = field(default_factory=dict)
    everything: bool = False
    fragments: Mapping[str, str] = field(default_factory=dict)


def saved_by(result: Result) -> Saved:
    """What became of the changes of one action."""
    saved = Saved()
    saved.add(result)
    return saved


def answer(
    request: Request,
    save: Callable[[Changes], Saved],
    around: Callable[[Saved], Around],
    *,
    gone: str,
) -> JsonResponse:
    """Save what the request carries and answer by the protocol. `gone` says that what was to be
    saved isn't there any more, for this person at least.
    """
    changes = payload.changes(request)
    if changes is None:
        return stopped("refused", 400, payload.UNREADABLE)
    try:
        saved = save(changes)
    except Http404:
        return stopped("overtaken", 410, gone)
    except PermissionDenied as denied:
        return stopped("overtaken", 403, str(denied))
    if saved.refusal:
        status = 503 if saved.state == BUSY else 409
        return stopped(saved.state, status, saved.refusal.findings[0].text)
    shown = around(saved)
    refused = saved.state == "refused"
    body = {
        "state": saved.state,
        "message": REFUSED if refused else "",
        "saved_at": f"{request.now.astimezone(ZoneInfo(shown.zone)):%H:%M}",
        "version": saved.version,
        "values": saved.values,
        "conflicts": saved.conflicts,
        "findings": {**shown.findings, **saved.refused},
        "refused": sorted(saved.refused),
        "all_findings": shown.everything,
        "fragments": shown.fragments,
    }
    return JsonResponse(body, status=422 if refused else 200)


def stopped(state: str, status: int, message: str) -> JsonResponse:
    """Nothing was saved, and why."""
    empty: dict[str, Any] = {"values": {}, "conflicts": {}, "findings": {}, "refused": []}
    more: dict[str, Any] = {"saved_at": "", "version": None, "all_findings": False, "fragments": {}}
    return JsonResponse({"state": state, "message": message, **empty, **more}, status=status)


def posted(
    post: QueryDict, several: Callable[[str], bool] = lambda path: False
) -> dict[str, tuple[Any, Any]]:
    """The same changes from a page without script: each field that came with the value seen and now
    says something else. `several` tells the paths of boxes, of which any number may be ticked.
    """
    found: dict[str, tuple[Any, Any]] = {}
    for name in post:
        path = name.removeprefix(SEEN)
        if path == name:
            continue
        if several(path):
            seen, new = payload.parsed(str(post[name])) or [], post.getlist(path)
        elif path in post:
            seen, new = tidy(post[name]), tidy(post[path])
        else:
            continue
        if not same(seen, new):
            found[path] = (seen, new)
    return found


def typed(post: QueryDict) -> dict[str, str]:
    """Everything that was typed on such a page, by path."""
    paths = (name.removeprefix(SEEN) for name in post if name.startswith(SEEN))
    return {path: str(post.get(path, "")) for path in paths}
