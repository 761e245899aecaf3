"""Every measurement in one run: `make bench`. Prints the tables, writes build/bench.json.

Smaller and quicker by the environment: PRECERT_BENCH_SMALL (10000), _LARGE (300000) cases, _SUBMITS
(400), _PAGES (100), _ISSUES (150).
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.db import connections

from bench import stage

SMALL, LARGE = stage.knob("SMALL", 10_000), stage.knob("LARGE", 300_000)


def measured(copied: Callable[[], tuple[str, str]]) -> dict[str, Any]:
    """All results, in the order of the run."""
    stage.set_up()
    w, bulk, pages = (import_module(name) for name in ("tests.world", "bench.bulk", "bench.pages"))
    submitting, lettering, typeahead = (
        import_module(f"bench.{name}") for name in ("submitting", "lettering", "typeahead")
    )
    world = w.build(stage.NOW)
    cases = bulk.Bulk(world)
    found: dict[str, Any] = {}

    def step(name: str, work: Any) -> Any:
        began = time.monotonic()
        result = work()
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        return result

    step(f"grow to {SMALL:,} cases", lambda: cases.grow(SMALL))
    found["submit"] = step("submit", lambda: submitting.measure(world))
    found["letters"] = step("letters", lambda: lettering.measure(world))
    visitors = pages.Visitors(world)
    connections.close_all()
    small, large = step("copy", copied)
    step(f"grow to {LARGE:,} cases", lambda: cases.grow(LARGE))
    found["pages"] = step(
        "pages", lambda: pages.measure(visitors, {str(SMALL): small, str(LARGE): large})
    )
    found["type-ahead"] = step(
        "type-ahead",
        lambda: {name: ahead(typeahead, inputs) for name, inputs in typeahead.typed().items()},
    )
    return found


def ahead(typeahead: Any, inputs: list[str]) -> dict[str, float]:
    """p50 and p99 inside the database driver and of the whole call, in milliseconds."""
    inside, whole = typeahead.measure(inputs)
    return {
        f"{name} p{int(share * 100)}": row[int(len(row) * share)]
        for name, row in (("database", inside), ("call", whole))
        for share in (0.5, 0.99)
    }


def tables(found: dict[str, Any]) -> str:
    """The results as Markdown, each figure beside what it is measured against."""
    small, large = found["pages"][str(SMALL)], found["pages"][str(LARGE)]
    lines = [
        "| Submit of one case | cases a second | raw INSERT of the same rows | ratio |",
        "|---|--:|--:|--:|",
    ]
    lines += [
        f"| {n} client{'s' if n != '1' else ''} | {r['submit']:.0f} | {r['raw']:.0f} |"
        f" {r['ratio']:.0%} |"
        for n, r in found["submit"].items()
    ]
    lines += [
        "",
        (
            f"| Page, p50 in ms (p95) | at {SMALL:,} cases | at {LARGE:,} | ratio | over the empty"
            f" page at {LARGE:,} |"
        ),
        "|---|--:|--:|--:|--:|",
    ]
    for name, row in large.items():
        less, side = (
            small[name],
            "empty (staff)" if name in {"queue", "empty (staff)"} else "empty (provider)",
        )
        cells = f"{less['p50']:.1f} ({less['p95']:.1f}) | {row['p50']:.1f} ({row['p95']:.1f})"
        lines.append(
            f"| {name} | {cells} | {row['p50'] / less['p50']:.2f} |"
            f" {row['p50'] / large[side]['p50']:.1f}× |"
        )
    lines += [
        "",
        "| Type-ahead, ms | database p50 | p99 | whole call p50 | p99 |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | " + " | ".join(f"{value:.2f}" for value in row.values()) + " |"
        for name, row in found["type-ahead"].items()
    ]
    lines += ["", "| Letters | a second |", "|---|--:|"]
    lines += [
        f"| {n} worker{'s' if n != '1' else ''} | {row['letters a second']:.0f} |"
        for n, row in found["letters"].items()
    ]
    lines += [
        "",
        f"Typesetting takes {found['letters']['1']['typesetting share']:.0%} of a worker's time.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Raise the stage, measure, report."""
    began = time.monotonic()
    with stage.raise_it() as copied:
        found = measured(copied)
    found["seconds"] = round(time.monotonic() - began)
    (stage.ROOT / "build" / "bench.json").write_text(json.dumps(found, indent=1) + "\n")
    print(tables(found))
    print(f"\nThe whole run took {found['seconds']} s.")


if __name__ == "__main__":
    main()
