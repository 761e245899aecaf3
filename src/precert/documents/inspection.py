"""A look inside a file in a process of its own, with bounds on memory, processor time and waiting: what
a hostile file makes a library do, it does there, and the server's memory doesn't grow. No Django.

The process is forked for each file by a server of processes that has loaded the libraries already
(multiprocessing's forkserver), so a look costs some milliseconds. It answers by JSON, never by
pickle: what comes back from it is no more trusted than the file.
"""

import json
import logging
import multiprocessing
import resource
from collections.abc import Sequence
from multiprocessing.connection import Connection
from threading import BoundedSemaphore

from precert.documents import file_types
from precert.documents.file_types import Look
from precert.documents.rules import MB, FileProblem

MEMORY = 1024 * MB  # address space, that of the loaded libraries (some 250 MB) included
PROCESSOR_SECONDS = 5
SECONDS = 15.0  # for the whole look, and for waiting for one's turn
AT_ONCE = 4  # looks of one server process
MOST_ANSWER = 64 * 1024  # bytes

TOO_MUCH = FileProblem(
    "unbearable",
    "This file takes too much memory or time to check, so it was not stored. Print it to PDF, or save"
    " it again in a simpler form, and upload that.",
)
BUSY = FileProblem(
    "busy", "We are checking other files right now. Please upload this one again in a minute."
)

_log = logging.getLogger(__name__)
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["__main__", __name__])
_turns = BoundedSemaphore(AT_ONCE)


def look(
    data: bytes,
    extension: str,
    allowed: Sequence[str],
    inside: Look = file_types.inspect_content,
) -> list[FileProblem]:
    """What is wrong with the content of a file that ends in `extension`, one of those `allowed`. Never raises for what the
    file is; a file that can't be looked at within the bounds is refused.
    """
    if not _turns.acquire(timeout=SECONDS):
        return [BUSY]
    try:
        return _apart(data, [extension, *allowed], inside)
    finally:
        _turns.release()


def _apart(data: bytes, endings: list[str], inside: Look) -> list[FileProblem]:
    ours, theirs = _context.Pipe()
    child = _context.Process(target=_child, args=(theirs, inside), daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send_bytes(json.dumps(endings).encode())
        ours.send_bytes(data)
        if ours.poll(SECONDS):
            answer = json.loads(ours.recv_bytes(MOST_ANSWER))
            return [FileProblem(str(code), str(text)) for code, text in answer]
    except (EOFError, OSError, ValueError) as error:
        _log.warning("a look at a file of %s bytes ended early (%s)", len(data), error)
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()
    return [TOO_MUCH]


def _child(pipe: Connection, inside: Look) -> None:
    """What runs apart: bounds first, then the look."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    (extension, *allowed), data = json.loads(pipe.recv_bytes()), pipe.recv_bytes()
    try:
        found = inside(data, extension, allowed)
    except MemoryError:
        found = [TOO_MUCH]
    pipe.send_bytes(json.dumps([(one.code, one.text) for one in found]).encode())
