"""Sizes, names and the habits that a linter doesn't know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, SOURCE, functions, templates, trees

MOST_LINES, AIMED_LINES = 400, 250
MOST_FUNCTION_LINES, AIMED_FUNCTION_LINES = 60, 30
MOST_TEMPLATE_LINES = 120
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc"}
# A module is named by a noun: what it holds, not what somebody does or did with it.
NO_NOUN = re.compile(
    "acting|asked|fit|follow|found|fresh|gather|held|helping|kept|listed|making|managing|place|read"
    "|reach|said|saving|sent|served|shown|sniff|taking|told|twice|once|early|unused|verifying"
    "|waiting|walk|ways|wording|write"
)
# A class name stands once in the house, but these: one thing seen from two rooms.
SAME_NAME = {
    "Command": "Django finds a command by this name, one in each file",
    "Request": "the gate's and the web's HTTP request, beside the authorization request of the field",
    "ReadingMiddleware": "the gate's, and the web's with a page",
    "Step": "a step between statuses, and one of the wizard's",
    "Service": "a section of a draft, and its step",
    "Requests": "a section of a draft, and its step",
    "Diagnoses": "a section of a draft, and its step",
    "Providers": "a section of a draft, and its step",
    "Attachments": "a section of a draft, and its step",
    "Questionnaires": "a section of a draft, and its step",
    "Communications": "a section of a draft, and its step",
    "Duration": "what a contract says of durations, and the edit that checks it",
    "SignIn": "what a contract says of signing in, and the action",
    "Code": "a code of a contract's list, and one of a code set",
}
SIGNALS = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.db.backends.signals",
)
DEPENDENCY = re.compile(r'^  "[^"]+",?')


def length(node: ast.stmt) -> int:
    """Lines of a function, its docstring not counted."""
    body = getattr(node, "body", [])
    said = (
        body[0]
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        else None
    )
    spoken = (said.end_lineno or said.lineno) - said.lineno + 1 if said else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - spoken


def test_files_and_functions_stay_readable() -> None:
    lines = {path: len((SOURCE / path).read_text().splitlines()) for path in trees()}
    long = {
        f"{path}:{f.name}": length(f) for path, tree in trees().items() for f in functions(tree)
    }
    over = [
        f"{n:5} {what}" for what, n in sorted(lines.items(), key=lambda x: -x[1]) if n > AIMED_LINES
    ]
    over += [
        f"{n:5} {what}"
        for what, n in sorted(long.items(), key=lambda x: -x[1])
        if n > AIMED_FUNCTION_LINES
    ]
    report = ROOT / "build" / "sizes.txt"
    report.parent.mkdir(exist_ok=True)
    report.write_text(
        f"Over the aims of {AIMED_LINES} lines a file and {AIMED_FUNCTION_LINES} a function:\n"
        + "\n".join(over)
        + "\n"
    )
    assert {what: n for what, n in lines.items() if n > MOST_LINES} == {}
    assert {what: n for what, n in long.items() if n > MOST_FUNCTION_LINES} == {}


def test_templates_stay_readable() -> None:
    lines = {str(p.relative_to(SOURCE)): len(p.read_text().splitlines()) for p in templates()}
    assert {name: n for name, n in lines.items() if n > MOST_TEMPLATE_LINES} == {}


def local_imports(tree: ast.AST) -> Iterator[int]:
    """Lines of imports inside a function."""
    return (
        n.lineno
        for f in functions(tree)
        for n in ast.walk(f)
        if isinstance(n, ast.Import | ast.ImportFrom)
    )


def test_no_import_hides_in_a_function() -> None:
    assert [
        f"{path}:{line}" for path, tree in trees().items() for line in local_imports(tree)
    ] == []


def test_nobody_listens_to_signals() -> None:
    names = re.compile(
        rf"^\s*(?:from|import) (?:{'|'.join(map(re.escape, SIGNALS))})\b", re.MULTILINE
    )
    assert [str(path) for path in trees() if names.search((SOURCE / path).read_text())] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    def named(path: Path) -> set[str]:
        return {*path.parts[:-1], path.stem}

    assert [str(path) for path in trees() if named(path) & VAGUE] == []


def test_a_module_is_named_by_a_noun() -> None:
    assert [str(path) for path in trees() if NO_NOUN.fullmatch(path.stem)] == []


def test_a_class_name_stands_once() -> None:
    """An exception that is none any more is refused, too."""
    places: dict[str, list[str]] = {}
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(f"{path}:{node.lineno}")
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: found for name, found in twice.items() if name not in SAME_NAME} == {}
    assert SAME_NAME.keys() - twice.keys() == set()


def test_templates_need_no_inline_script_or_style() -> None:
    """The content security policy refuses them; in a browser they would silently do nothing."""
    inline = re.compile(
        r"""<script(?![^>]*(?:\bsrc=|\bnonce=|application/json))|\son[a-z]+\s*=\s*["']|\sstyle\s*=\s*["']|<style\b|javascript:""",
        re.IGNORECASE,
    )
    bad = []
    for path in templates():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if inline.search(line):
                bad.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()}")
    assert bad == []


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text().split("[tool.")[0]
    wanted = [line for line in text.splitlines() if DEPENDENCY.match(line)]
    assert len(wanted) > 20
    assert [line for line in wanted if "#" not in line] == []
