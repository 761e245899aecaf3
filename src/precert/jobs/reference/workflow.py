"""The page of statuses: a drawing and a table of `cases.statuses`, who holds the ball after each
step, what review answers are called.
"""

from precert.cases import actions, statuses
from precert.jobs.reference import markdown as md
from precert.kit import shelf
from precert.work import kinds

INTRO = """
A request moves only by these steps; steps not listed cannot happen. A case shows the least advanced status of its requests.
"Waiting on" is whose turn it is, shown to both sides next to the due time.
"""
NOT_CREATED = "[*]"


def page() -> str:
    """The page as Markdown."""
    shelf.modules(actions)  # each brings the step it declares
    return md.page(
        "Workflow",
        INTRO,
        "```mermaid\n" + drawing() + "\n```",
        "## Steps",
        md.table(
            ("step", "from", "to", "waiting on, afterwards"), map(_row, statuses.TABLE.values())
        ),
        "## Statuses",
        md.table(
            ("code", "shown as"),
            [(md.code(code), label) for code, label in statuses.LABELS.items()],
        ),
        "## Kinds of work and their levels",
        md.table(
            ("kind", "about", "level", "shown as", "taken with the permission"),
            [
                (
                    md.code(kind.name),
                    kind.subject,
                    md.code(level.code),
                    level.label,
                    md.code(level.permission),
                )
                for kind in kinds.every()
                for level in kind.levels
            ],
        ),
        "## Outcomes of a line",
        md.table(
            ("code", "shown as", "X12 review action (code source 306)"),
            [
                (md.code(code), label, md.code(statuses.REVIEW_ACTIONS.get(code, "")))
                for code, label in statuses.LINE_LABELS.items()
            ],
        ),
    )


def drawing() -> str:
    """The Mermaid state diagram; a step that keeps the status is drawn as a way back to it."""
    names = {code: code.replace("-", "_") for code in statuses.LABELS}
    lines = [
        "stateDiagram-v2",
        *(f"    {name} : {statuses.LABELS[code]}" for code, name in names.items()),
    ]
    lines.append(f"    {NOT_CREATED} --> {names[statuses.UNSUBMITTED]} : create_draft")
    ways: dict[tuple[str, str], list[str]] = {}
    for step in statuses.TABLE.values():
        for source in _in_order(step.sources):
            ways.setdefault((source, step.target or source), []).append(step.verb)
    lines += [
        f"    {names[source]} --> {names[target]} : {', '.join(verbs)}"
        for (source, target), verbs in ways.items()
    ]
    return "\n".join(lines)


def _row(step: statuses.Step) -> tuple[str, ...]:
    holder = "as before" if step.holder is None else statuses.HOLDER_LABELS[step.holder]
    target = "as before" if step.target is None else statuses.LABELS[step.target]
    return md.code(step.verb), sources(step), target, holder


def sources(step: statuses.Step) -> str:
    """The statuses a step starts from, as shown, in the order a request goes through them."""
    return ", ".join(statuses.LABELS[source] for source in _in_order(step.sources))


def _in_order(found: frozenset[str]) -> list[str]:
    return [code for code in statuses.LABELS if code in found]
