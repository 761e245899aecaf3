"""Every measurement in one run: `make bench`. Prints the tables, writes build/bench.json.

--only takes a part (submit, letters, pages, type-ahead, load; several with commas). --before DIR
measures an earlier checkout first, which is set up (`make setup`), and prints both. --checkout DIR
measures only that one.

Smaller and quicker by the environment: PRECERT_BENCH_SMALL (10000), _LARGE (300000) cases, _SUBMITS
(400), _PAGES (100), _ISSUES (150), _LOAD (20 seconds of each run), _PAUSE (4 seconds between two
doings of a person).
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench import stage, tables  # noqa: E402 - found by the path above

PARTS = ("submit", "letters", "pages", "type-ahead", "load")
SMALL, LARGE = stage.knob("SMALL", 10_000), stage.knob("LARGE", 300_000)


def step(name: str, work: Callable[[], Any]) -> Any:
    """Do it and say how long it took."""
    began = time.monotonic()
    result = work()
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return result


def measured(copied: Callable[[], tuple[str, str]], parts: set[str]) -> dict[str, Any]:
    """The results of these parts, in the order of the run."""
    stage.set_up()
    from django.db import connections  # noqa: PLC0415 - the settings may be read only now

    names = ("bulk", "pages", "submitting", "lettering", "typeahead", "load")
    bulk, pages, submitting, lettering, typeahead, load = (
        import_module(f"bench.{name}") for name in names
    )
    world = import_module("tests.world").build(stage.NOW)
    cases, found = bulk.Bulk(world), {}
    step(f"grow to {SMALL:,} cases", lambda: cases.grow(SMALL))
    if "submit" in parts:
        found["submit"] = step("submit", lambda: submitting.measure(world))
    if "letters" in parts:
        found["letters"] = step("letters", lambda: lettering.measure(world))
    visitors = pages.Visitors(world)
    if "pages" in parts:
        connections.close_all()
        small, large = step("copy", copied)
        step(f"grow to {LARGE:,} cases", lambda: cases.grow(LARGE))
        databases = {str(SMALL): small, str(LARGE): large}
        found["pages"] = step("pages", lambda: pages.measure(visitors, databases))
    if "type-ahead" in parts:
        found["type-ahead"] = step("type-ahead", typeahead.measured)
    if "load" in parts:
        found["load"] = step("load", lambda: load.measure(visitors))
    return found


def python(checkout: Path) -> str:
    """The interpreter of a checkout's own environment."""
    own = checkout / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def elsewhere(checkout: Path, only: str, to: Path) -> None:
    """Measure another checkout in a process of its own."""
    command = [python(checkout), __file__, "--only", only, "--to", str(to), "--quiet"]
    env = os.environ | {"PRECERT_BENCH_CHECKOUT": str(checkout.resolve())}
    subprocess.run(command, env=env, cwd=checkout, check=True)


def main() -> None:
    """Raise the stage, measure, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--before", type=Path, metavar="DIR")
    parser.add_argument("--checkout", type=Path, metavar="DIR")
    parser.add_argument("--to", type=Path, default=stage.HERE / "build" / "bench.json")
    parser.add_argument("--quiet", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    parts = set(args.only.split(","))
    if unknown := parts - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    args.to.parent.mkdir(parents=True, exist_ok=True)
    if args.checkout:
        elsewhere(args.checkout, args.only, args.to)
    before = args.to.with_name("bench-before.json")
    if args.before:
        elsewhere(args.before, args.only, before)
    if not args.checkout:
        began = time.monotonic()
        with stage.raise_it() as copied:
            found = measured(copied, parts)
        found["seconds"] = round(time.monotonic() - began)
        args.to.write_text(json.dumps(found, indent=1) + "\n")
    if not args.quiet:
        results = {"now": json.loads(args.to.read_text())}
        if args.before:
            results = {"before": json.loads(before.read_text())} | results
        print(tables.report(results, str(SMALL), str(LARGE)))


if __name__ == "__main__":
    main()
