"""Looking codes up: what the type-ahead answers, and whether a code that was typed may be taken."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from precert.cases.queries.drafts import DraftFile
from precert.codes import queries as codes
from precert.codes import systems as code_systems
from precert.codes.queries import CodeRow
from precert.web.door import signed_in
from precert.web.fields import Option

MOST_NAMED = 4  # codes of a header that a message names
NOTHING = (
    "No code found. Enter the start of a code, or fewer or more general words (the disease, the body"
    " part, the side)."
)


def day_of_service(file: DraftFile) -> date | None:
    """The first day of the service as far as it is typed; None while no day is known."""
    return file.facts.span[0] or file.facts.admit_date


def shown_systems(offered: Iterable[str]) -> list[Option]:
    """The code types with their names; empty when there is nothing to choose."""
    found = [(one, code_systems.LABELS.get(one, one)) for one in offered]
    return found if len(found) > 1 else []


def source(offered: Iterable[str], on: date | None) -> str:
    """The type-ahead's address."""
    query = [("system", one) for one in offered] + ([("on", on.isoformat())] if on else [])
    return f"{reverse('code_search')}?{urlencode(query)}"


def picked(
    offered: Iterable[str], system: str, typed: str, on: date | None
) -> tuple[CodeRow | None, str]:
    """The code meant, or why it can't be taken. `system` narrows the code types offered to one."""
    found = None
    for one in [name for name in offered if not system or name == system]:
        found = found or codes.meant(one, typed, on=on)
    if found is None:
        return None, (
            f"No code “{typed[:60]}”. Choose a code from the list, or clear the box to go on without"
            " it."
        )
    why = refusal(found)
    if not why:
        return found, ""
    rest = "Choose another code" if found.billable else _below(found)
    return None, f"{found.code}: {why}. {rest}, or clear the box."


def _below(header: CodeRow) -> str:
    """Which codes stand below a header."""
    rows = codes.search(header.system, header.code)
    billable = [row.code for row in rows if row.billable][:MOST_NAMED]
    return (
        f"Choose one of its codes, for example {', '.join(billable)}"
        if billable
        else "Choose another code"
    )


def refusal(row: CodeRow) -> str:
    """Why a code can't be chosen; empty when it can. Its end counts only where the day of service
    is known.
    """
    if not row.billable:
        return "Not billable, choose a more specific code"
    if row.validity == "ended" and row.valid_to:
        return f"Ended {row.valid_to:%m/%d/%Y}"
    if row.validity == "not_yet" and row.valid_from:
        return f"Begins {row.valid_from:%m/%d/%Y}"
    return ""


@signed_in
@require_safe
def code_search(request: HttpRequest) -> JsonResponse:
    """`?system=…&system=…&q=…&on=…`: at most 20 rows, each with the reason why it can't be chosen,
    if so.
    """
    wanted = [one for one in request.GET.getlist("system") if one in code_systems.LABELS]
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = None
    text = request.GET.get("q", "")
    rows = [row for system in wanted for row in codes.search(system, text, on=on)][
        : codes.MOST_ROWS
    ]
    found = [_row(row, several=len(wanted) > 1) for row in rows]
    return JsonResponse({"rows": found} if found else {"rows": found, "hint": NOTHING})


def _row(row: CodeRow, *, several: bool) -> dict[str, object]:
    reason = refusal(row)
    ended = f"Ended {row.valid_to:%m/%d/%Y}" if row.valid_to else ""
    note = ", ".join(
        part for part in (code_systems.LABELS[row.system] if several else "", ended) if part
    )
    return {
        "code": row.code,
        "text": row.text,
        "system": row.system,
        "disabled": bool(reason),
        "reason": reason,
        "opens": not row.billable,
        "note": note,
    }
