"""A file is looked at in a process of its own, within bounds."""

import os
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from precert.documents import file_types, inspection
from precert.documents.rules import MB, FileProblem
from tests.deciding.documents.hostile import HOSTILE
from tests.deciding.documents.samples import GOOD


def wait_for_ever(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    time.sleep(60)
    return []


def spin(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    while True:
        pass


def fill_memory(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    return [FileProblem("never", "x" * (2_000 * MB))]


def die(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    os._exit(3)


def write_a_file(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    Path(os.fsdecode(data)).write_bytes(b"x")
    return []


def babble(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    return [FileProblem("long", "x" * 100_000)]


@pytest.mark.parametrize("extension", GOOD)
def test_a_sound_file_comes_in(extension: str) -> None:
    assert inspection.look(GOOD[extension], extension, [extension]) == []


def test_what_is_wrong_is_told_as_it_is_in_one_process() -> None:
    [found] = inspection.look(GOOD["pdf"], "docx", ["docx"])
    assert (found.code, "the content is a PDF" in found.text) == ("mismatch", True)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_exhaust_is_refused_and_the_server_does_not_grow(name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [found] = inspection.look(HOSTILE[name], name.rpartition(".")[2], [])
    assert found.code in {"damaged", "unbearable"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # KiB on Linux


@pytest.mark.parametrize("inside", [wait_for_ever, fill_memory, die, babble])
def test_a_look_that_goes_beyond_its_bounds_is_a_refusal(
    inside: file_types.Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "SECONDS", 2.0)
    assert inspection.look(b"", "pdf", [], inside) == [inspection.TOO_MUCH]


def test_a_look_has_so_much_processor_time_and_no_more() -> None:
    before = time.monotonic()
    assert inspection.look(b"", "pdf", [], spin) == [inspection.TOO_MUCH]
    assert time.monotonic() - before < inspection.SECONDS


def test_a_look_writes_no_file(tmp_path: Path) -> None:
    there = tmp_path / "written"
    assert inspection.look(os.fsencode(there), "pdf", [], write_a_file) == [inspection.TOO_MUCH]
    assert not there.exists() or there.stat().st_size == 0


def test_several_are_looked_at_at_once_and_others_wait_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: inspection.look(GOOD["pdf"], "pdf", ["pdf"]), range(24)))
    assert found == [[]] * 24
    monkeypatch.setattr(inspection, "SECONDS", 0.1)
    turns = [inspection._turns.acquire() for _ in range(inspection.AT_ONCE)]
    try:
        assert inspection.look(GOOD["pdf"], "pdf", ["pdf"]) == [inspection.BUSY]
    finally:
        for _ in turns:
            inspection._turns.release()
