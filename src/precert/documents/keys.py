"""The keyring of this installation, from the setting DOCUMENT_KEYS."""

from functools import lru_cache

from django.conf import settings

from precert.documents.crypto import Keyring


def ring() -> Keyring:
    """The keyring. Raises CryptoError when the setting is malformed; a changed setting is seen at
    once.
    """
    return _parse(tuple(settings.DOCUMENT_KEYS))


@lru_cache(maxsize=8)
def _parse(items: tuple[str, ...]) -> Keyring:
    return Keyring.parse(items)
