"""Encryption of files and of short secrets. No Django: the keyring is handed in.

A file is AES-256-GCM in frames of 64 KiB under a key of its own. The nonce of a frame is its number
and a flag "last" (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so a
changed bit, a missing, doubled or moved frame and a cut tail are all refused, and no byte is given
out before its frame was verified. The file's key is itself encrypted ("wrapped") by a key of the
ring; changing ring keys rewraps 32 bytes and leaves the file alone.
"""

import base64
import binascii
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 64 * 1024  # plaintext bytes per frame; every frame but the last is full
TAG = 16  # bytes GCM adds to each frame
NONCE = 12  # bytes; for wrapping and texts drawn at random
HEADER = b"PCF1"  # format of a stored file
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class CryptoError(Exception):
    """Bytes that aren't what was encrypted, or a key that isn't in the ring. Says nothing of the
    content.
    """


@dataclass(frozen=True)
class Keyring:
    """Keys of 32 bytes by id, newest first. The first one encrypts, all of them decrypt."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, items: Iterable[str]) -> "Keyring":
        """From words like `2026a:<64 hex digits>`. Raises CryptoError that names the key's id,
        never its value.
        """
        found: dict[str, bytes] = {}
        for item in items:
            key_id, _, digits = item.partition(":")
            if not KEY_ID.fullmatch(key_id):
                raise CryptoError(
                    "a document key should read id:hex, the id made of letters, digits, _ and -"
                )
            if key_id in found:
                raise CryptoError(f"document key {key_id} is listed twice")
            if not re.fullmatch(r"[0-9a-fA-F]{64}", digits):
                raise CryptoError(f"document key {key_id} should have 64 hex digits")
            found[key_id] = bytes.fromhex(digits)
        if not found:
            raise CryptoError("at least one document key is needed")
        return cls(tuple(found.items()))

    @property
    def newest(self) -> str:
        """Id of the key that encrypts."""
        return self.keys[0][0]

    def get(self, key_id: str) -> bytes:
        """The key. Raises CryptoError when the ring has none of that id."""
        for known, key in self.keys:
            if known == key_id:
                return key
        raise CryptoError(f"document key {key_id} is not in the keyring")

    def __repr__(self) -> str:
        return (  # a ring in a log shows ids only
            f"Keyring({', '.join(key_id for key_id, _ in self.keys)})"
        )


@dataclass(frozen=True)
class WrappedKey:
    """A file's key, encrypted by the ring key `key_id`."""

    key_id: str
    data: bytes


def new_key() -> bytes:
    """A fresh key for one file."""
    return AESGCM.generate_key(256)


def wrap(ring: Keyring, key: bytes, context: str) -> WrappedKey:
    """Encrypt a file's key by the newest ring key; `context` (the file's id) must be given again to
    unwrap.
    """
    return WrappedKey(ring.newest, _seal(ring.get(ring.newest), key, f"file-key:{context}"))


def unwrap(ring: Keyring, wrapped: WrappedKey, context: str) -> bytes:
    """The file's key. Raises CryptoError for another context, another key or changed bytes."""
    return _open(ring.get(wrapped.key_id), wrapped.data, f"file-key:{context}")


def rewrap(ring: Keyring, wrapped: WrappedKey, context: str) -> WrappedKey:
    """The same file key under the newest ring key."""
    return wrap(ring, unwrap(ring, wrapped, context), context)


def seal_text(ring: Keyring, text: str, context: str) -> str:
    """Encrypt a short secret (an SSN, a shared secret) into one printable word; `context` says
    whose and what it is.
    """
    sealed = _seal(ring.get(ring.newest), text.encode(), f"text:{context}")
    return f"{ring.newest}.{base64.urlsafe_b64encode(sealed).decode()}"


def open_text(ring: Keyring, sealed: str, context: str) -> str:
    """The secret. Raises CryptoError for another context, another key or changed bytes."""
    key_id, _, word = sealed.partition(".")
    try:
        data = base64.b64decode(word.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise CryptoError("a sealed text is damaged") from error
    if base64.urlsafe_b64encode(data).decode() != word:  # the unused bits of the last digit
        raise CryptoError("a sealed text is damaged")
    return _open(ring.get(key_id), data, f"text:{context}").decode()


def encrypt(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The stored form of the bytes; needs memory for two frames. A key encrypts one file only, for
    nonces count from 0.
    """
    cipher = AESGCM(key)
    yield HEADER
    for number, (frame, last) in enumerate(_frames(chunks, FRAME)):
        yield cipher.encrypt(_nonce(number, last=last), frame, HEADER)


def decrypt(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes, frame by verified frame. Raises CryptoError at the first frame that isn't what was
    encrypted.
    """
    cipher = AESGCM(key)
    pieces = iter(chunks)
    start = b""
    while len(start) < len(HEADER) and (piece := next(pieces, None)) is not None:
        start += piece
    if not start.startswith(HEADER):
        raise CryptoError("a stored file is damaged")
    try:
        for number, (frame, last) in enumerate(
            _frames(_chain(start[len(HEADER) :], pieces), FRAME + TAG)
        ):
            plain = cipher.decrypt(_nonce(number, last=last), frame, HEADER)
            if plain:
                yield plain
    except (InvalidTag, ValueError) as error:
        raise CryptoError("a stored file is damaged") from error


def _seal(key: bytes, plain: bytes, context: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _open(key: bytes, data: bytes, context: str) -> bytes:
    try:
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise CryptoError(
            "a sealed value is damaged, or belongs to another key or record"
        ) from error


def _nonce(number: int, *, last: bool) -> bytes:
    """12 bytes: the frame's number and 1 for the last frame."""
    return number.to_bytes(11, "big") + bytes([last])


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _frames(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut into pieces of `size`, each with "is the last"; nothing at all gives one empty last
    piece.
    """
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > size:
            yield bytes(waiting[:size]), False
            del waiting[:size]
    yield bytes(waiting), True
