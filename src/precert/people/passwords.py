"""Passwords: their one form, the work of hashing them, and what stands against a new one.

The form is Unicode NFC, for setting and looking alike: the same letters typed on another keyboard
are the same password. NFKC would do it too, but makes up to 18 characters of one, and so would
count what nobody typed. Nothing is cut off.
"""

import os
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.contrib.auth import hashers
from django.contrib.auth.password_validation import CommonPasswordValidator
from zxcvbn import zxcvbn

from precert.people import policy

LEAST_GUESSES = 10**8  # as zxcvbn counts them; its score 3, and what 8 random characters reach
# characters at either end; its work grows steeply, and half a second is the worst it does with 32
LOOKED_AT = 32
MOST_WORDS, LONGEST_WORD = 40, 40  # of a person's own
LEAST_WORD, LEAST_OTHER = (
    4,
    8,
)  # own words of so many characters count for nothing; so many others must be there
COMMON = "Choose another password. This one is on lists that attackers try first."
GUESSABLE = (
    "Choose a password that is harder to guess. Attackers try words, names, dates and keyboard"
    " patterns like these early. Four or five unrelated words work well."
)
OWN_WORDS = "Do not use your own name or your organization's name. They are easy to guess."

MOST_AT_ONCE = max(1, (os.cpu_count() or 1) // 2)  # hashes in a process: pages need the rest
PATIENCE = 2.0  # seconds that one waits for its turn: some hundred others fit into them
hashing = threading.BoundedSemaphore(MOST_AT_ONCE)


class Argon2(hashers.Argon2PasswordHasher):
    """Argon2id by the cheapest of the equal figures of OWASP (19 MiB, two passes, one lane): a
    tenth of the work of Django's, so that a flood of tries leaves the pages their processor.
    """

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1


class BusyError(Exception):
    """So many passwords are looked at that this one's turn didn't come."""


@contextmanager
def turn() -> Iterator[None]:
    """One of the few places where the work of hashing is done. Raises BusyError."""
    if not hashing.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        yield
    finally:
        hashing.release()


def normal(typed: str) -> str:
    """A password in the form in which it is hashed, counted and compared."""
    return unicodedata.normalize("NFC", typed)


def hashed(password: str) -> str:
    """The hash to keep. It takes long by purpose, so it is made before a transaction, never in one.
    Raises BusyError.
    """
    with turn():
        return hashers.make_password(normal(password))


def is_right(password: str, stored: str) -> bool:
    """Whether this is the password of that hash; as much work as setting one. Raises BusyError."""
    with turn():
        return hashers.check_password(normal(password), stored)


def problems(
    password: str,
    rule: policy.PasswordRule = policy.PASSWORD,
    *,
    username: str = "",
    names: Iterable[str] = (),
) -> list[str]:
    """What stands against a new password, in words that say what to do; empty when nothing does.

    `names` are the person's own words: first and last name, email address, organizations.
    """
    typed = normal(password)
    if len(typed) > rule.most:
        return [f"Use at most {rule.most} characters."]
    found = policy.password_problems(typed, username, rule=rule)
    if is_common(typed):
        return [*found, COMMON]
    if len(typed) >= rule.least and (why := _guessable(typed, own_words([username, *names]))):
        found.append(why)
    return found


def rule_words(rule: policy.PasswordRule) -> list[str]:
    """The rule in words, for whoever has to keep it."""
    kinds = (
        ["An uppercase letter, a lowercase letter, a digit and a special character (! # % + - _)."]
        if rule.kinds
        else []
    )
    return [
        (
            f"At least {rule.least} characters, and at most {rule.most}. Spaces, letters of any"
            " alphabet and symbols count."
        ),
        *kinds,
        (
            "Not a common or stolen password, and not easy to guess: no single words, dates or"
            " keyboard patterns."
        ),
        "Not your username, your name or your organization's name, or anything based on them.",
    ]


def is_common(password: str) -> bool:
    """Whether it is on the list of about 20,000 breached passwords that Django ships."""
    return password.casefold().strip() in common()


@cache
def common() -> frozenset[str]:
    """The list, lower case."""
    return frozenset(CommonPasswordValidator().passwords)


def _mostly(password: str, words: list[str]) -> bool:
    """Whether little is left of it without the person's own words."""
    left = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "") if len(word) >= LEAST_WORD else left
    return len(left) < min(LEAST_OTHER, len(password))


def own_words(names: Iterable[str]) -> list[str]:
    """The words of these names, each once, as many and as long as are looked at."""
    words = (
        word
        for name in names
        for word in [name, *name.replace("@", " ").replace(".", " ").replace("-", " ").split()]
    )
    return list(dict.fromkeys(word.casefold()[:LONGEST_WORD] for word in words if len(word) > 2))[
        :MOST_WORDS
    ]


def _guessable(password: str, words: list[str]) -> str:
    """Why it is guessed too soon; empty when it isn't. One end that holds is enough: the rest only
    adds to it.
    """
    if _mostly(password, words):
        return OWN_WORDS
    ends = dict.fromkeys((password[:LOOKED_AT], password[-LOOKED_AT:]))
    looked = [zxcvbn(end, user_inputs=words) for end in ends]
    if any(one["guesses"] >= LEAST_GUESSES for one in looked):
        return ""
    parts = (part for one in looked for part in one["sequence"])
    return (
        OWN_WORDS
        if any(part.get("dictionary_name") == "user_inputs" for part in parts)
        else GUESSABLE
    )
