"""Requirement marks reach the JUnit report, and skips are counted."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.harness.template import ROOT

SAMPLE = """
import pytest

@pytest.mark.req("WIZ-06", "EDT-01")
def test_marked():
    pass

@pytest.mark.req("WIZ-07", "EDT-01", part="dates 2")
def test_part():
    pass

@pytest.mark.{how}
def test_other():
    assert {outcome}
"""


def run_sample(
    folder: Path, how: str = "req('WIZ-08')", outcome: str = "True"
) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(SAMPLE.format(how=how, outcome=outcome))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        "--no-skips",
        f"--rootdir={ROOT}",
    ]
    command += [
        "-c",
        str(ROOT / "pyproject.toml"),
        "--confcutdir",
        str(ROOT),
        "-p",
        "tests.conftest",
        f"--junit-xml={folder / 'report.xml'}",
    ]
    return subprocess.run(
        [*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_each_requirement_is_a_property_of_its_test_case(tmp_path: Path) -> None:
    done = run_sample(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    cases = {c.get("name"): c for c in ET.parse(tmp_path / "report.xml").getroot().iter("testcase")}
    found = {
        name: [(p.get("name"), p.get("value")) for p in case.iter("property")]
        for name, case in cases.items()
    }
    assert found == {
        "test_marked": [("req", "WIZ-06"), ("req", "EDT-01")],
        "test_part": [("req", "WIZ-07/dates 2"), ("req", "EDT-01/dates 2")],
        "test_other": [("req", "WIZ-08")],
    }


@pytest.mark.parametrize(
    "how",
    [
        "req()",
        "req('WIZ-7')",
        "req('WIZ-07, EDT-01')",
        "req('WIZ-07', part='')",
        "req('WIZ-07', part='a/b')",
        "req('WIZ-07', part='Dates')",
        "req('WIZ-07', prat='dates')",
    ],
)
def test_a_mark_that_cannot_be_read_stops_the_run(tmp_path: Path, how: str) -> None:
    done = run_sample(tmp_path, how)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR, done.stdout + done.stderr
    assert "ERROR: req " in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("how", "outcome"), [("skip(reason='not now')", "True"), ("xfail(reason='not yet')", "False")]
)
def test_a_test_that_did_not_run_fails_the_run(tmp_path: Path, how: str, outcome: str) -> None:
    done = run_sample(tmp_path, how, outcome)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "--no-skips" in done.stdout
