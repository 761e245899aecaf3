"""The page of settings can't fall behind: every variable read is described, every one described is
read.
"""

import re
import subprocess

import pytest

from precert.jobs.reference import settings
from tests.architecture.source import ROOT

WORD = re.compile(r"PRECERT_[A-Z][A-Z_]*[A-Z]")


def test_type_and_default_come_from_the_source() -> None:
    source = (
        'A = env.number("PRECERT_A", 3, least=1)\nB = env.flag("PRECERT_B", default=A > 2)\nC ='
        ' env.text("PRECERT_C")\n'
    )
    found = settings.variables(source)
    assert [(one.name, one.type) for one in found.values()] == [
        ("PRECERT_A", "whole number"),
        ("PRECERT_B", "true or false"),
        ("PRECERT_C", "text"),
    ]
    assert found["PRECERT_C"].default is None


def test_a_variable_that_nobody_described_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = {
        name: meaning for name, meaning in settings.MEANINGS.items() if name != "PRECERT_CLAMD"
    }
    monkeypatch.setattr(settings, "MEANINGS", shorter)
    with pytest.raises(settings.UndescribedError, match="PRECERT_CLAMD"):
        settings.page()


def test_a_described_variable_that_nobody_reads_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        settings, "MEANINGS", {**settings.MEANINGS, "PRECERT_GONE": settings.Meaning("Gone.")}
    )
    with pytest.raises(settings.UndescribedError, match="PRECERT_GONE"):
        settings.page()


def test_a_default_that_is_an_expression_must_be_said_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wordless = {
        **settings.MEANINGS,
        "PRECERT_EMBEDDED_WORKER": settings.Meaning("Deliver in a thread."),
    }
    monkeypatch.setattr(settings, "MEANINGS", wordless)
    with pytest.raises(settings.UndescribedError, match="PRECERT_EMBEDDED_WORKER"):
        settings.page()


def test_every_variable_named_anywhere_is_a_setting() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [
        ROOT / name
        for name in listed.stdout.split("\0")
        if name and not name.startswith(("tests/deciding/config/", "bench/"))
    ]
    named = {
        word.removesuffix("_FILE")
        for path in files
        if path.is_file()
        for word in WORD.findall(path.read_text(errors="ignore"))
    }
    assert (
        named - settings.known() - {one.removesuffix("_FILE") for one in settings.known()} == set()
    )
