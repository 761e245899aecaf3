"""The results as Markdown, each figure beside what it is measured against; with those of an earlier
checkout before them.
"""

from collections.abc import Callable, Iterable
from typing import Any

Found = dict[str, Any]
Results = dict[str, Found]  # "before" (where measured), "now"
Row = list[str]


def table(head: Row, rows: Iterable[Row]) -> str:
    """First column to the left, figures to the right."""
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(results: Results, small: str, large: str) -> str:
    """Every table whose part was measured."""
    parts: dict[str, Callable[[], str]] = {
        "submit": lambda: submit(results),
        "pages": lambda: f"{pages(results, large)}\n\n{sizes(results, small, large)}",
        "type-ahead": lambda: typed(results),
        "letters": lambda: letters(results),
        "load": lambda: load(results),
    }
    found = [make() for part, make in parts.items() if part in results["now"]]
    spent = ", ".join(f"{name} {found['seconds']} s" for name, found in results.items())
    return "\n\n".join([*found, f"Taken in one run ({spent})."])


def each(results: Results, part: str) -> Iterable[tuple[str, Any]]:
    """What each checkout found, with its name where there are two."""
    for name, found in results.items():
        yield (f", {name}" if len(results) > 1 else ""), found[part]


def submit(results: Results) -> str:
    """Submit against raw INSERT."""
    head = ["Submit of one case", "cases a second", "raw INSERT", "ratio", "rows", "statements"]
    rows = [
        [
            f"{n} client{'s' if n != '1' else ''}{name}",
            f"{row['submit']:.0f}", f"{row['raw']:.0f}", f"{row['ratio']:.0%}",
            f"{row['rows']:.0f}", f"{row['statements']:.0f}",
        ]
        for name, found in each(results, "submit")
        for n, row in found.items()
    ]  # fmt: skip
    return table(head, sorted(rows, key=lambda row: int(row[0].split()[0])))


def pages(results: Results, large: str) -> str:
    """Processor time over the bare page, statements, bytes; now beside before."""
    now = results["now"]["pages"][large]
    then = results.get("before", {}).get("pages", {}).get(large, {})
    head = [
        f"Page at {int(large):,} cases",
        "processor ms",
        "over the bare page",
        "statements",
        "kB",
    ]
    rows = []
    for name, row in now.items():
        found = {"": row} | ({"before": then[name]} if name in then else {})
        bare = {"": now["bare"], "before": then.get("bare", row)}

        def both(show: Callable[[str, dict[str, float]], str], of: Found = found) -> str:
            return " ← ".join(show(label, figures) for label, figures in of.items())

        cells = [
            both(lambda _, f: f"{f['processor']:.1f}"),
            both(lambda label, f, b=bare: f"{f['processor'] / b[label]['processor']:.1f}×"),
            both(lambda _, f: f"{f['statements']:.0f}"),
            both(lambda _, f: f"{f['bytes'] / 1_000:.1f}"),
        ]
        ratio = [f"{row['processor'] / then[name]['processor']:.2f}"] if name in then else []
        rows.append([name, *cells, *ratio])
    return table([*head, *(["now / before"] if then else [])], rows)


def sizes(results: Results, small: str, large: str) -> str:
    """Wall time at two sizes."""
    head = ["Page, p50 in ms (p95)", f"at {int(small):,} cases", f"at {int(large):,}", "ratio"]
    return table(
        head,
        (
            [
                f"{page}{name}",
                f"{found[small][page]['p50']:.1f} ({found[small][page]['p95']:.1f})",
                f"{row['p50']:.1f} ({row['p95']:.1f})",
                f"{row['p50'] / found[small][page]['p50']:.2f}",
            ]
            for name, found in each(results, "pages")
            for page, row in found[large].items()
        ),
    )


def typed(results: Results) -> str:
    """The type-ahead inside the database and as a whole."""
    head = ["Type-ahead, ms", "database p50", "p99", "whole call p50", "p99"]
    return table(
        head,
        (
            [f"{way}{name}", *(f"{value:.2f}" for value in row.values())]
            for name, found in each(results, "type-ahead")
            for way, row in found.items()
        ),
    )


def letters(results: Results) -> str:
    """Letters a second."""
    head = ["Letters", "a second", "typesetting's share"]
    return table(
        head,
        (
            [
                f"{n} worker{'s' if n != '1' else ''}{name}",
                f"{row['letters a second']:.0f}",
                f"{found['1']['typesetting share']:.0%}" if n == "1" else "",
            ]
            for name, found in each(results, "letters")
            for n, row in found.items()
        ),
    )


def load(results: Results) -> str:
    """The mixed load."""
    kinds = ("Home", "case", "type-ahead", "autosave", "submit")
    head = ["Signed-in people", "requests a second", "p50 ms", "p95", "errors"]
    return table(
        [*head, *(f"{kind} p50 (p95)" for kind in kinds)],
        (
            [
                f"{row['people']} on {row['processes']} processes{name}",
                f"{row['a second']:.0f}", f"{row['p50']:.0f}", f"{row['p95']:.0f}",
                f"{row['errors']}", *(kind(row["kinds"].get(one)) for one in kinds),
            ]
            for name, found in each(results, "load")
            for row in found
        ),
    )  # fmt: skip


def kind(found: dict[str, float] | None) -> str:
    """p50 and p95 of a kind of request."""
    return f"{found['p50']:.0f} ({found['p95']:.0f})" if found else ""
