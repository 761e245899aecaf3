"""The reviewer's desk: a request with its file, the criteria that fit, what is decided so far, and
what keeps it from being issued.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from precert.cases import access, content, decision, issuable, printable, statuses
from precert.cases.draft.document import Value
from precert.cases.models import Determination, WorkingDecision
from precert.cases.queries.case_file import CaseFile, LineView, RequestView, case_file
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category, CriteriaSheet, Reason


@dataclass(frozen=True)
class Desk:
    """Everything the review page shows of one request; `warnings` is what whoever issues confirms."""

    case: CaseFile
    request: RequestView
    sheets: tuple[CriteriaSheet, ...]
    values: Mapping[str, Value]
    version: int
    findings: list[Finding]
    warnings: list[Finding]
    decided: list[decision.Decided]
    category: Category
    held: bool  # by the one who looks
    permissions: frozenset[str]  # of the one who looks, under the case's contract

    @property
    def completed(self) -> bool:
        """True when it is decided: there is nothing to do here but to read."""
        return bool(self.request.row.state.status == statuses.COMPLETED)

    @property
    def reason_options(self) -> list[tuple[str, str]]:
        """The reasons as choices."""
        return [(r.code, r.label) for r in self.reasons()]

    @property
    def reasons_by_outcome(self) -> dict[str, list[str]]:
        """The codes of the reasons that fit each outcome."""
        return {
            outcome: [r.code for r in self.reasons() if outcome in r.outcomes]
            for outcome in decision.DECIDABLE
        }

    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of a reviewer's outcomes: those that the one who looks may give, and what is
        chosen already.
        """
        chosen = {one.reason for one in self.decided}
        offered = (
            r
            for r in self.category.determination_reasons
            if set(r.outcomes) & set(decision.DECIDABLE)
        )
        return tuple(
            r
            for r in offered
            if not r.physician or "request.deny" in self.permissions or r.code in chosen
        )


def case_of(actor: Actor, request_id: UUID) -> tuple[CaseFile, RequestView] | None:
    """The case of a request and the request in it, None when there is none for this reviewer."""
    number = (
        access.requests(actor).filter(pk=request_id).values_list("case__number", flat=True).first()
    )
    case = case_file(actor, number) if number and "queue.view" in actor.anywhere else None
    if case is None or not actor.may("queue.view", case.row.contract):
        return None
    return case, next(one for one in case.requests if one.row.pk == request_id)


def desk(actor: Actor, request_id: UUID) -> Desk | None:
    """The desk of a request, None when there is none that the actor may see."""
    found = case_of(actor, request_id)
    if found is None:
        return None
    case, request = found
    lines = [line.row for line in request.lines]
    category = request.category
    sheets = content.sheets(request.row, request.content, lines, request.pinned)
    row = WorkingDecision.objects.filter(request=request_id).first()
    values: Mapping[str, Value] = row.values if row else {}
    asked = content.asked(request.row, request.content, request.pinned)
    decided, findings = decision.read(values, asked, category)
    may = actor.under(case.row.contract).permissions
    findings += issuable.problems(
        decided, asked, request.pinned.pack, category, "request.deny" in may
    )
    coded = [(one.code, one.text) for one in request.diagnoses]
    coded += [(line.code, line.text) for line in lines]
    warnings = [one for one in findings if one.severity == "warning"]
    warnings += printable.copied(request.consumer, request.content.providers, coded, actor.name)
    held = request.reviewer_id is not None and request.reviewer_id == actor.account_id
    return Desk(
        case,
        request,
        sheets,
        values,
        row.version if row else 0,
        findings,
        warnings,
        decided,
        category,
        held,
        may,
    )


def as_issued(desk_: Desk, decider: str) -> RequestView | None:
    """The request as it would be if the decision were issued now; None while a line is undecided.
    Nothing is stored.
    """
    found = {one.key: one for one in desk_.decided if one.outcome}
    if len(found) < len(desk_.request.lines):
        return None
    return replace(
        desk_.request,
        lines=tuple(
            _decided(line, found[line.row.key], desk_, decider) for line in desk_.request.lines
        ),
    )


def _decided(line: LineView, one: decision.Decided, desk_: Desk, decider: str) -> LineView:
    row = Determination(
        outcome=one.outcome,
        start=one.start,
        end=one.end,
        duration=one.duration,
        quantity=one.quantity,
        rate=one.rate,
        rationale=one.rationale,
        alternative=one.alternative,
        criteria=list(one.criteria),
        by_name=decider,
        by_role=statuses.decider("request.deny" in desk_.permissions),
    )
    reason = desk_.category.reason(one.reason)
    return replace(
        line, status=one.outcome, determination=row, reason=reason.label if reason else ""
    )
