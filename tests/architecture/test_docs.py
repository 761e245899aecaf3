"""What the docs say is there: links, pictures, commands, accounts; and they speak of the product
only.
"""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from precert.demo import cast
from tests.architecture.source import ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
MAKE = re.compile(r"\bmake ([a-z]+)\b")
COMMAND = re.compile(r"(?:`|^ *)(?:\.venv/bin/)?precert ([a-z][a-z-]+)", re.MULTILINE)
INDEX_HOSTS = re.compile(r"(?:pythonhosted|pypi|npmjs|yarnpkg|npmmirror)\.(?:org|com|io)\b")
WORKPLACE = re.compile(
    r"\bsession helper|\bissues? \d|\bshared/|\bthe lead\b|\bTODO\b|\bseeds?\b", re.IGNORECASE
)
OTHERS = {"shell", "collectstatic", "help", "demo"}  # of Django, and of config.cli


@cache
def pages() -> list[Path]:
    """Every Markdown page that people read; those inside of packs are the contracts' own."""
    found = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [
        name for name in found.stdout.decode().split("\0") if name and not name.startswith("src/")
    ]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = HEADING.findall(FENCE.sub("", page.read_text()))
    return {
        re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-")
        for title in titles
    }


def broken(page: Path) -> list[str]:
    """The relative links and pictures of a page that lead nowhere."""
    bad = []
    for target in LINK.findall(FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or (
            anchor and place.suffix == ".md" and anchor not in anchors(place)
        ):
            bad.append(target)
    return bad


def test_there_are_docs() -> None:
    assert len(pages()) > 30


def test_every_link_and_picture_leads_somewhere() -> None:
    assert {named(page): bad for page in pages() if (bad := broken(page))} == {}


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One\n[a](page.md#one) [b](#one) [c](gone.md) ![d](gone.png) [e](page.md#two)"
        " [f](https://example.org)"
    )
    assert broken(page) == ["gone.md", "gone.png", "page.md#two"]


def test_every_page_of_docs_is_reached_from_the_readme() -> None:
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen:
            continue
        seen.add(page)
        places = [
            (page.parent / target.partition("#")[0]).resolve()
            for target in LINK.findall(FENCE.sub("", page.read_text()))
        ]
        places = [
            inside
            for place in places
            for inside in (sorted(place.glob("*.md")) if place.is_dir() else [place])
        ]
        ahead += [place for place in places if place.suffix == ".md" and place.is_file()]
    assert [named(page) for page in pages() if page not in seen] == []


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    used = {
        (named(page), target)
        for page in pages()
        for target in MAKE.findall("\n".join(code_of(page)))
    }
    assert {("README.md", "demo"), ("README.md", "test")} <= used
    assert {(page, target) for page, target in used if target not in targets} == set()


def code_of(page: Path) -> list[str]:
    """What a page marks as code: fenced blocks and words between backticks."""
    text = page.read_text()
    return [m.group() for m in FENCE.finditer(text)] + re.findall(r"`[^`\n]+`", FENCE.sub("", text))


def test_commands_exist() -> None:
    files = (ROOT / "src" / "precert").glob("*/management/commands/*.py")
    there = {path.stem.replace("_", "-") for path in files} | OTHERS
    used = {
        (named(page), command)
        for page in pages()
        for code in code_of(page)
        for command in COMMAND.findall(code)
    }
    assert len(used) > 10
    assert {(page, command) for page, command in used if command not in there} == set()


def test_the_readme_begins_with_the_two_commands() -> None:
    blocks = re.findall(
        r"^```sh\n(.*?)\n```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
    )
    assert blocks == ["make demo", "make test"]


def test_the_accounts_that_the_readme_names_are_those_of_the_demonstration() -> None:
    text = (ROOT / "README.md").read_text()
    table = text.partition("| who |")[2].partition("\n\n")[0]
    accounts = {seat.username: seat.role for seat in (*cast.PROVIDER_PEOPLE, *cast.STAFF)}
    listed = set(re.findall(r"`([a-z]+)`", table))
    assert cast.PASSWORD in text
    assert listed <= set(accounts)
    assert {accounts[name] for name in listed} == set(accounts.values())


@pytest.mark.parametrize("pattern", [INDEX_HOSTS, WORKPLACE])
def test_the_docs_speak_of_the_product_only(pattern: "re.Pattern[str]") -> None:
    found = {named(page): pattern.findall(page.read_text()) for page in pages()}
    assert {page: words for page, words in found.items() if words} == {}
