"""7 Requests: the kind of request, how urgent it is, and the lines asked for: procedures and the
length of stay.
"""

import re
import secrets
from typing import Any

from django.http import QueryDict

from precert.cases.draft.document import MOST_LINES, TOO_MANY
from precert.cases.draft.edit import add_line, remove_line
from precert.cases.draft.naming import CASE_PATHS
from precert.cases.queries.drafts import DraftFile
from precert.web.door import Request
from precert.web.fields import Field
from precert.web.wizard import lines
from precert.web.wizard.codes import picked, shown_systems, source
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Command, Step

KEY = re.compile("k[0-9a-f]{8}")  # of a line; the length of stay's is a word of its own


class Requests(Step):
    """Fields of the request above, its lines below."""

    label = "Requests"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """The fields, the type-ahead for procedures, and the lines."""
        systems = file.rules.code_types.procedure
        return {
            "fields": _fields(file, form),
            "rows": lines.rows(file, form, request.GET.get("line", "")),
            "systems": shown_systems(systems),
            "source": source(systems, None),
            "add_key": _key(),
            "error": form.error("line"),
            "text": form.typed.get("add", ""),
            "add_attrs": {} if file.facts.lines else {"autofocus": "autofocus"},
        }

    def command(self, post: QueryDict, file: DraftFile) -> Command:
        """Add a procedure, or remove a line. The key of an added line comes with the page: sent
        twice, it is added once.
        """
        if code := str(post.get("add", "")).strip():
            found, why = picked(
                file.rules.code_types.procedure,
                str(post.get("system", "")),
                code,
                None,  # its own dates judge it, once they are typed
            )
            if len(file.facts.lines) >= MOST_LINES:
                return Command(problems={"line": TOO_MANY}, fragment="line")
            if found is None:
                return Command(problems={"line": why}, fragment="line")
            sent = str(post.get("add_key", ""))
            key = sent if KEY.fullmatch(sent) else _key()
            return Command(
                add_line(file.values, key, found.system, found.code),
                query=f"line={key}",
                fragment=f"line/{key}/start",
            )
        if (key := str(post.get("remove", ""))) and key != "los":
            return Command(remove_line(file.values, key), fragment="line")
        return Command()


def _key() -> str:
    return f"k{secrets.token_hex(4)}"


def _fields(file: DraftFile, form: Form) -> list[Field]:
    rules, extension = file.rules, file.facts.extension
    needed = {
        CASE_PATHS[name]
        for name in rules.required_for_case(file.facts.service_type or "", file.codes)
    }
    kinds = [
        (str(one.code), one.label)
        for one in rules.request_types
        if (one.extension if extension else one.first)
    ]
    found = [
        form.field(
            "request/type",
            type="select",
            options=kinds,
            required="request/type" in needed,
            focus=True,
        )
    ]
    if rules.urgency.asked:
        levels = [(one.code, one.label) for one in rules.urgency.levels]
        found.append(
            form.field(
                "request/urgency",
                type="radios",
                options=levels,
                required=True,
                then="f-line",
                focus=True,
            )
        )
        if rules.urgency.with_reason:
            hint = "Required for an expedited request. Explain why it cannot wait."
            found.append(form.field("request/urgency_reason", type="textarea", hint=hint))
    hint = "Five digits for the state and county where the service is provided."
    found.append(
        form.field("request/fips", width="sm", hint=hint, required="request/fips" in needed)
    )
    return found
