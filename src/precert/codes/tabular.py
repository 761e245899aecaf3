"""The full ICD-10-CM out of the simple-icd-10-cm package. Importing this module reads it (about 2
s, 300 MB): never in a web process.
"""

import warnings
from datetime import date
from typing import Final

from precert.codes import systems
from precert.codes.entries import CodeEntry, clean

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore", DeprecationWarning
    )  # the package reads its data by an old function of importlib
    import simple_icd_10_cm

RELEASED: Final = date(2026, 4, 1)  # the April 2026 tables, in the package from version 1.5 on


def entries() -> dict[tuple[str, str], CodeEntry]:
    """Every category and subcategory once, headers flagged not billable. Chapters and blocks, being
    no codes, are left out.

    The package lists a block that holds a single category under the category's code too, so some
    codes come twice.
    """
    found: dict[tuple[str, str], CodeEntry] = {}
    keys: dict[str, str] = {}
    for code in simple_icd_10_cm.get_all_codes(with_dots=True):
        if simple_icd_10_cm.is_category_or_subcategory(code) and ("icd10cm", code) not in found:
            text = clean(simple_icd_10_cm.get_description(code))
            keys[systems.key_of(code)] = code
            found["icd10cm", code] = CodeEntry(
                code, text, simple_icd_10_cm.is_leaf(code), parent=_above(code, keys)
            )
    return found


def _above(code: str, keys: dict[str, str]) -> str:
    """The nearest header of a code; headers come before their codes. Some lack the level in between
    (placeholder X).
    """
    key = systems.key_of(code)
    return next(
        (keys[key[:length]] for length in range(len(key) - 1, 2, -1) if key[:length] in keys), ""
    )
