"""The code systems: stable ids (stored, never changed), labels (shown), and what a code of each
looks like. Pure.

A code has a display form as its publisher writes it (`M54.50`) and a key: upper case without the
dot (`M5450`), unique in its system.
"""

import re
from typing import Final

LABELS: Final = {
    "icd10cm": "ICD-10-CM",
    "icd10pcs": "ICD-10-PCS",
    "icd9cm": "ICD-9-CM",
    "hcpcs": "HCPCS",
    "cpt": "CPT",
}
LONGEST_KEY: Final = 7
_SHAPES: Final = {
    "icd10cm": re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]{0,5}"),  # two letters: the QA0 category
    "icd10pcs": re.compile(r"(?=.*[0-9])[0-9A-HJ-NP-Z]{1,7}"),
    "icd9cm": re.compile(r"[VE]?[0-9]{1,5}"),
    "hcpcs": re.compile(r"[A-V][0-9]{1,4}"),
    "cpt": re.compile(r"[0-9]{1,5}|[0-9]{4}[A-Z]"),
}
_WHOLE: Final = {
    "icd10cm": re.compile(r"[A-Z][0-9A-Z][0-9A-Z](\.[0-9A-Z]{1,4})?"),
    "icd10pcs": re.compile(r"[0-9A-HJ-NP-Z]{7}"),
    "icd9cm": re.compile(r"([0-9]{3}|V[0-9]{2})(\.[0-9]{1,2})?|E[0-9]{3}(\.[0-9])?"),
    "hcpcs": re.compile(r"[A-V][0-9]{4}"),
    "cpt": re.compile(r"[0-9]{5}|[0-9]{4}[A-Z]"),
}
_DASHES: Final = str.maketrans("", "", "-\u2010\u2011\u2013")
_KEY: Final = re.compile(rf"[0-9A-Z]{{1,{LONGEST_KEY}}}")


def key_of(code: str) -> str:
    """The code in upper case without dots and outer spaces, or "" if that can't be a key of any
    system.
    """
    key = code.strip().upper().replace(".", "")
    return key if code.isascii() and _KEY.fullmatch(key) else ""  # upper() turns ß into SS


def code_prefix(system: str, text: str) -> str:
    """The key prefix that `text` types, or "" if it doesn't look like (the start of) one code of
    `system`.
    """
    shape = _SHAPES.get(system)
    typed = key_of(text)
    return typed if shape and shape.fullmatch(typed) else ""


def spellings(system: str, text: str) -> list[str]:
    """The keys that `text` may mean: with blanks and dashes inside, and an ICD-10-CM code without its
    placeholders X or with too many ("T84.54 XA", "W21.89A").
    """
    typed = "".join(text.split()).translate(_DASHES).upper().replace(".", "")
    if not typed.isascii() or not typed.isalnum() or len(typed) > LONGEST_KEY + 2:
        return []
    found = [typed]
    if system == "icd10cm" and typed[-1:].isalpha():
        found.append(typed[:-1].rstrip("X").ljust(LONGEST_KEY - 1, "X") + typed[-1])
    return [key for key in dict.fromkeys(found) if _KEY.fullmatch(key) and code_prefix(system, key)]


def is_whole_code(system: str, code: str) -> bool:
    """Whether `code` has the form in which the publisher of `system` writes a whole code."""
    shape = _WHOLE.get(system)
    return bool(shape and shape.fullmatch(code))
