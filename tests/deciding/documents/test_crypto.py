"""Encryption: what was written comes back, and nothing else does."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precert.documents import crypto
from precert.documents.crypto import FRAME, HEADER, TAG, CryptoError, Keyring

OLD, NEW = f"old:{'01' * 32}", f"new:{'02' * 32}"
KEY = bytes(range(32))
SIZES = (0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 17)


def sealed(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(crypto.encrypt(key, [data]))


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(crypto.decrypt(key, [data]))


@pytest.mark.parametrize("size", SIZES)
def test_every_size_comes_back(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


@given(st.lists(st.binary(max_size=300), max_size=30), st.integers(1, 500))
def test_how_the_bytes_are_cut_makes_no_difference(chunks: list[bytes], step: int) -> None:
    stored = b"".join(crypto.encrypt(KEY, chunks))
    pieces = [stored[n : n + step] for n in range(0, len(stored), step)]
    assert b"".join(crypto.decrypt(KEY, pieces)) == b"".join(chunks)


THREE = bytes(range(256)) * (3 * FRAME // 256) + b"end"
STORED = sealed(THREE)


@given(st.integers(0, len(STORED) * 8 - 1))
def test_any_changed_bit_is_refused(bit: int) -> None:
    changed = bytearray(STORED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CryptoError):
        opened(bytes(changed))


@given(st.integers(0, len(STORED) - 1))
def test_any_cut_is_refused(length: int) -> None:
    with pytest.raises(CryptoError):
        opened(STORED[:length])


def frames(stored: bytes) -> list[bytes]:
    body, size = stored[len(HEADER) :], FRAME + TAG
    return [body[n : n + size] for n in range(0, len(body), size)]


@pytest.mark.parametrize(
    "order",
    [(1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 1, 2, 3), (1, 2, 3), (0, 1, 2), (0, 1, 2, 3, 3), (3,), ()],
)
def test_moved_missing_and_doubled_frames_are_refused(order: tuple[int, ...]) -> None:
    parts = frames(STORED)
    with pytest.raises(CryptoError):
        opened(HEADER + b"".join(parts[n] for n in order))


def test_appended_bytes_are_refused() -> None:
    with pytest.raises(CryptoError):
        opened(STORED + b"x")


def test_another_key_is_refused() -> None:
    with pytest.raises(CryptoError):
        opened(STORED, bytes(32))


def test_no_plaintext_shows_in_the_stored_form() -> None:
    assert b"canary" not in sealed(b"canary" * 100)


def test_nothing_is_given_out_before_its_frame_was_verified() -> None:
    stream = crypto.decrypt(KEY, [STORED[:-1] + b"x"])
    good = [next(stream), next(stream), next(stream)]
    assert b"".join(good) == THREE[: 3 * FRAME]
    with pytest.raises(CryptoError):
        next(stream)


def test_a_file_key_opens_after_rotation_and_rewrap() -> None:
    wrapped = crypto.wrap(Keyring.parse([OLD]), KEY, "file-1")
    both = Keyring.parse([NEW, OLD])
    assert crypto.unwrap(both, wrapped, "file-1") == KEY
    fresh = crypto.rewrap(both, wrapped, "file-1")
    assert fresh.key_id == "new"
    assert crypto.unwrap(Keyring.parse([NEW]), fresh, "file-1") == KEY


def test_a_file_key_of_another_file_or_ring_is_refused() -> None:
    ring = Keyring.parse([OLD])
    wrapped = crypto.wrap(ring, KEY, "file-1")
    with pytest.raises(CryptoError):
        crypto.unwrap(ring, wrapped, "file-2")
    with pytest.raises(CryptoError, match="old is not in the keyring"):
        crypto.unwrap(Keyring.parse([NEW]), wrapped, "file-1")
    with pytest.raises(CryptoError):
        crypto.unwrap(Keyring.parse([f"old:{'03' * 32}"]), wrapped, "file-1")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_sealed_text_comes_back_also_after_rotation(text: str) -> None:
    word = crypto.seal_text(Keyring.parse([OLD]), text, "consumer-7 ssn")
    assert crypto.open_text(Keyring.parse([NEW, OLD]), word, "consumer-7 ssn") == text


@given(st.integers(0, 60), st.characters(codec="ascii"))
def test_a_changed_sealed_text_is_refused(place: int, character: str) -> None:
    ring = Keyring.parse([OLD])
    word = crypto.seal_text(ring, "900-12-3456", "consumer-7 ssn")
    place %= len(word)
    changed = word[:place] + character + word[place + 1 :]
    if changed != word:
        with pytest.raises(CryptoError):
            crypto.open_text(ring, changed, "consumer-7 ssn")


def test_a_sealed_text_of_another_record_is_refused_and_two_seals_differ() -> None:
    ring = Keyring.parse([OLD])
    first, second = (crypto.seal_text(ring, "900-12-3456", "consumer-7 ssn") for _ in range(2))
    assert first != second
    with pytest.raises(CryptoError):
        crypto.open_text(ring, first, "consumer-8 ssn")
    with pytest.raises(CryptoError):
        crypto.open_text(ring, "word without a key", "consumer-7 ssn")


@pytest.mark.parametrize(
    "items",
    [
        [],
        ["nokey"],
        ["a:12"],
        ["a b:" + "00" * 32],
        [OLD, OLD],
        ["a:" + "zz" * 32],
        [":" + "00" * 32],
    ],
)
def test_a_malformed_keyring_is_refused_without_showing_keys(items: list[str]) -> None:
    with pytest.raises(CryptoError) as caught:
        Keyring.parse(items)
    assert "0000" not in str(caught.value)
    assert "0101" not in str(caught.value)


def test_a_keyring_prints_ids_only() -> None:
    assert repr(Keyring.parse([NEW, OLD])) == "Keyring(new, old)"
