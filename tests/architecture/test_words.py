"""The words people read: none of the phrases that docs/explanation/words.md rules out. Looked at are
templates without their tags and comments, contract packs, letters, sentences in Python and in scripts,
the README, the changelog, what is said of security, the tutorial, the how-to pages and the explanations.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SOURCE = HOUSE / "src" / "precert"
PAGE = HOUSE / "docs" / "explanation" / "words.md"
BANNED = {
    "free subject": r"(?:^|(?<=[.;:>] )|(?<=>))(?:Who|What|Whoever|Whom) [^.?!<]*[.!](?= |<|$)",
    "stands": r"(?<!to )\bstands?\b(?!-)|\bstood\b",
    "any more": r"\bany ?more\b",
    "goes on": r"\bgo(?:es)? on\b|\bgoing on\b|\bwent on\b",
    "is to be": r"\b(?:is|are|was|were) to be\b",
    "in spite of": r"\bin spite of\b|\ball the same\b",
    "of X alone": r"\bof [\w ]{1,20} alone\b",
    "look into": r"\blook into\b",
    "whom to": r"\bwhom to\b",
    "nobody": r"\b(?:nobody|somebody)\b",
    "meanwhile": r"\bmeanwhile\b|\bin the meantime\b|\banew\b",
    "not foreseen": r"\bnot foreseen\b",
    "tick": r"\btick(?:ed)? (?:the|this|a|it)\b|\bthe tick\b",
    "mail": r"\be-mail|\bmailed (?:link|code)\b|\byour mail\b|\bin mails\b",
    "telephone": r"(?<!-)\btelephone\b(?![/-])",
    "log in": r"\blog(?:ged)? (?:in|out)\b|\blogin page\b",
    "tries": r"\b(?:failed|wrong|many) tries\b|\bfailed try\b",
    "not done": r"\bnot done\b",
    "time ended": r"\btime (?:to answer )?(?:has )?(?:not )?ended\b|\btime (?:is|was) over\b",
    "every reading": r"\b(?:every|except) readings?\b",
    "internet address": r"\binternet address\b",
    "twice": r"\b(?:address|password) twice\b",
    "cannot be seen": r"\b(?:can't|cannot) be seen\b",
    "is no": r"(?<!there )\bis no (?!longer\b|one\b)",
    "British spelling": (
        r"\b(?:programmes?|organis\w+|authoris\w+|recognis\w+|behaviours?|favourites?|colours?"
        r"|centres?|licences?|enrolments?|tumours?|counselling|cancelled|judgement)\b"
    ),
}
PEOPLE_READ = [
    "label",
    "title",
    "hint",
    "help",
    "caption",
    "blank",
    "placeholder",
    "alt",
    "data-confirm",
    "aria-label",
]


@pytest.mark.parametrize("phrase", BANNED)
def test_nothing_that_people_read_says(phrase: str) -> None:
    pattern = re.compile(BANNED[phrase], re.IGNORECASE if phrase != "free subject" else 0)
    found = [f"{place}: {text[:120]}" for place, text in texts() if pattern.search(text)]
    assert not found, "\n".join(found)


def test_the_page_names_every_phrase() -> None:
    page = PAGE.read_text()
    assert not [phrase for phrase in BANNED if f"| {phrase} |" not in page]


def test_the_patterns_find_what_they_are_for() -> None:
    bad = {
        "free subject": "Who doesn't agree can't work under this contract.",
        "stands": "The clock stands still.",
        "any more": "This link doesn't work any more",
        "goes on": "This page then goes on by itself.",
        "is to be": "The code is to be typed here.",
        "in spite of": "Submit in spite of the warnings.",
        "of X alone": "Try the digits of the NPI alone.",
        "look into": "Look into your mail",
        "whom to": "Whom to call",
        "nobody": "Nobody was looked for",
        "meanwhile": "It was changed meanwhile.",
        "not foreseen": "It failed in a way not foreseen",
        "tick": "Tick this to submit",
        "mail": "Type your e-mail address.",
        "telephone": "Have your telephone at hand.",
        "log in": "Log in again.",
        "tries": "Ten wrong tries lock the account.",
        "not done": "Not done",
        "time ended": "The time to answer ended.",
        "every reading": "Every change and every reading",
        "internet address": "Enter an internet address.",
        "twice": "Enter the same address twice.",
        "cannot be seen": "This holds a character that can't be seen.",
        "is no": "PRECERT_X is no setting.",
        "British spelling": "Your organisation was told.",
    }
    assert bad.keys() == BANNED.keys()
    for phrase, text in bad.items():
        assert re.search(BANNED[phrase], text, re.IGNORECASE), phrase
    assert not re.search(BANNED["free subject"], "Who can see my request? Users of the provider.")


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """(place, text) of all that people read."""
    return (*_texts(), *_docs())


def _docs() -> Iterator[tuple[str, str]]:
    """The pages of the documentation without their examples; not the page that names the phrases."""
    pages = [HOUSE / f"{name}.md" for name in ("README", "CHANGELOG", "SECURITY", "THREAT_MODEL")]
    for part in ("tutorial", "how-to", "explanation"):
        pages += sorted((HOUSE / "docs" / part).glob("*.md"))
    for page in pages:
        text = re.sub(r"^ *```.*?^ *```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
        if page != PAGE:
            yield from ((page.name, line) for line in text.splitlines())


def _texts() -> Iterator[tuple[str, str]]:
    for file in sorted(SOURCE.rglob("*")):
        place = str(file.relative_to(SOURCE))
        if file.suffix == ".html":
            yield from ((place, one) for one in of_template(file.read_text()))
        elif file.suffix == ".py":
            yield from ((place, one) for one in sentences(file.read_text()))
        elif file.suffix == ".js" and "precert/js" in place:
            found = re.findall(r'"([^"\n]*)"|`([^`]*)`', file.read_text())
            yield from ((place, a or b) for a, b in found if " " in (a or b))
        elif "packs" in file.parts and file.suffix in {".md", ".toml"}:
            lines = file.read_text().splitlines()
            yield from (
                (place, one) for one in lines if file.suffix == ".md" or not one.startswith("#")
            )
        elif "packs" in file.parts and file.suffix == ".json":
            yield from ((place, one) for one in _strings(json.loads(file.read_text())))
        elif file.suffix == ".typ":
            lines = file.read_text().splitlines()
            yield from ((place, one) for one in lines if not one.startswith("//"))


def of_template(text: str) -> Iterator[str]:
    """Its words: what is between the tags, and the attributes that people read or hear."""
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "…", text, flags=re.DOTALL)
    for name in PEOPLE_READ:
        yield from re.findall(rf'(?<![\w:-]){name}="([^"]*)"', text)
    text = re.sub(r"<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", "\n", text)
    yield from (line.strip() for line in text.splitlines() if line.strip())


def sentences(code: str) -> Iterator[str]:
    """Its strings that read as sentences or labels: a capital first and a blank; no docstrings."""
    tree = ast.parse(code)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docs:
            continue
        if isinstance(node.value, str) and re.match(r"[\s…“]*[A-Z].* ", node.value):
            yield node.value


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)
