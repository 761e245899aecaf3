r"""Asking clamd whether bytes are malware (its INSTREAM command). No Django. Anything but a clear answer counts as no answer.

Protocol: clamd(8). `zINSTREAM\0`, then pieces with their length as 4 bytes, then length 0; the answer ends with NUL.
"""

import socket
import struct
import time
from collections.abc import Iterable

SECONDS = 30.0  # for the whole conversation
LONGEST_ANSWER = 4096  # bytes


class ScannerError(Exception):
    """No clear answer: scanner down, hung, confused, or the file above its own limit. The file must
    not be stored.
    """


def find_malware(address: str, chunks: Iterable[bytes], *, seconds: float = SECONDS) -> str:
    """The name of the malware found, or an empty string. `address` is host:port or the path of a
    socket. Raises ScannerError.
    """
    end = time.monotonic() + seconds
    try:
        with _connect(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    _limit(connection, end)
                    connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = _receive(connection, end)
    except OSError as error:
        raise ScannerError(f"the scanner at {address} doesn't answer ({error})") from error
    return _read_answer(answer)


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        raise ScannerError(f"{address!r} is not a scanner's address; it should read host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _limit(connection: socket.socket, end: float) -> None:
    """Let the next call wait no longer than what is left of the whole time."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("out of time")
    connection.settimeout(left)


def _receive(connection: socket.socket, end: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) <= LONGEST_ANSWER:
        _limit(connection, end)
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer


def _read_answer(answer: bytes) -> str:
    if answer == b"stream: OK\0":
        return ""
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND\0") and answer.count(b"\0") == 1:
        return (
            answer[len(b"stream: ") : -len(b" FOUND\0")].decode("ascii", "replace").strip()
            or "unnamed"
        )
    raise ScannerError(f"the scanner's answer is unclear: {answer[:80]!r}")
