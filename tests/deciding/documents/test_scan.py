"""The scanner's protocol against a small server that speaks it, well or badly."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from precert.documents.scan import ScannerError, find_malware

pytestmark = pytest.mark.enable_socket
MALWARE = b"pretend this is malware"


def receive(connection: socket.socket) -> bytes:
    """Read one INSTREAM command; returns the bytes it carried."""
    file = connection.makefile("rb")
    assert file.read(10) == b"zINSTREAM\0"
    data = b""
    while length := struct.unpack("!I", file.read(4))[0]:
        data += file.read(length)
    return data


def honest(connection: socket.socket) -> None:
    found = MALWARE in receive(connection)
    connection.sendall(b"stream: Win.Test.Pretend-1 FOUND\0" if found else b"stream: OK\0")


def saying(answer: bytes) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        receive(connection)
        connection.sendall(answer)

    return behave


def hanging(connection: socket.socket) -> None:
    receive(connection)
    time.sleep(1)


def dripping(connection: socket.socket) -> None:
    receive(connection)
    for _ in range(20):
        connection.sendall(b"s")
        time.sleep(0.05)


def closing_early(connection: socket.socket) -> None:
    connection.recv(4)


@contextmanager
def scanner(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):  # the client gave up first, as it should
                behave(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


def test_a_clean_file_is_clean() -> None:
    with scanner(honest) as address:
        assert find_malware(address, [b"a" * 70_000, b"", b"b"]) == ""


def test_malware_is_named_also_when_it_crosses_pieces() -> None:
    with scanner(honest) as address:
        assert find_malware(address, [MALWARE[:9], MALWARE[9:]]) == "Win.Test.Pretend-1"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"OK\0",
        b"stream: INSTREAM size limit exceeded. ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK\0stream: X FOUND\0",
        b"\xff\xfe\0",
        b"stream: x" * 2000,
        b"UNKNOWN COMMAND\0",
    ],
)
def test_an_unclear_answer_is_no_answer(answer: bytes) -> None:
    with scanner(saying(answer)) as address, pytest.raises(ScannerError):
        find_malware(address, [b"x"])


@pytest.mark.parametrize("behave", [hanging, dripping, closing_early])
def test_a_hung_or_broken_scanner_is_given_up_in_time(
    behave: Callable[[socket.socket], None],
) -> None:
    start = time.monotonic()
    with scanner(behave) as address, pytest.raises(ScannerError):
        find_malware(address, [b"x" * 1000] * 100, seconds=0.3)
    assert time.monotonic() - start < 3


def test_no_scanner_at_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ScannerError):
        find_malware(f"127.0.0.1:{port}", [b"x"], seconds=1)


@pytest.mark.parametrize("address", ["nowhere", "host:", "host:port", "/no/such/socket"])
def test_a_malformed_address_is_no_scanner(address: str) -> None:
    with pytest.raises(ScannerError):
        find_malware(address, [b"x"], seconds=1)
