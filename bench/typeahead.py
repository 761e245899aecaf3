"""Times the diagnosis type-ahead on the database of the settings: `python bench/typeahead.py`. The
full ICD-10-CM should be loaded.

Phrases as a nurse types them, letter by letter from the third character: by code, by common and
rare words, and by words drawn from the descriptions. Each is searched twice, the second time
counts. Prints milliseconds: inside the database driver, and the whole call.
"""

import os
import random
import time
from collections.abc import Callable
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
django.setup()

from django.db import connection  # noqa: E402 needs the set-up

from precert.codes import queries, words  # noqa: E402
from precert.codes.models import Code  # noqa: E402

PHRASES: Final = (
    "low back pain", "type 2 diabetes with neuropathy", "fracture of left femur", "fracture initial encounter", "sprain right ankle",
    "essential hypertension", "heart failure", "chronic obstructive pulmonary", "major depressive disorder", "opioid dependence",
    "osteoarthritis left hip", "rotator cuff tear", "spinal stenosis", "malignant neoplasm breast", "cerebral infarction",
    "hemiplegia left", "multiple sclerosis", "autistic", "obesity", "sleep apnea", "pneumonia", "sepsis", "urinary tract infection",
    "end stage renal", "pressure ulcer sacral", "burn of second degree", "traumatic brain injury", "epilepsy intractable", "preterm labor",
    "other specified disease", "unspecified", "encounter for", "poisoning by", "displaced fracture of shaft",
    "subsequent encounter for closed fracture with routine healing", "alzheimer", "muscle weakness", "quadriplegia", "amputation",
)  # fmt: skip
SYSTEM: Final = "icd10cm"
SEED: Final = 20_260_609


def letters(phrase: str) -> list[str]:
    """What the field holds after each keystroke from the third on."""
    return [phrase[:end] for end in range(3, len(phrase) + 1) if phrase[end - 1] != " "]


def typed() -> dict[str, list[str]]:
    """About a thousand inputs each by code (with and without the dot) and by words."""
    chance = random.Random(SEED)  # a fixed sample
    rows = list(Code.objects.filter(system=SYSTEM).order_by("key").values_list("code", "text"))
    sample = chance.sample(rows, 250)
    by_code = [
        step
        for code, _ in sample
        for step in letters(code if chance.random() < 0.5 else code.replace(".", "").lower())
    ]
    phrases = list(PHRASES)
    for _, text in sample[:20]:
        found = words.split(text)
        phrases.append(" ".join(chance.sample(found, min(3, len(found)))))
    return {
        "by code": by_code,
        "by words": [step for phrase in phrases for step in letters(phrase)],
    }


class Driver:
    """Adds up the seconds spent in statements."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        """Django's execute wrapper."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began


def measure(inputs: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds in the driver and of the whole call, sorted."""
    inside, whole = [], []
    for text in inputs:
        queries.search(SYSTEM, text)
        driver = Driver()
        with connection.execute_wrapper(driver):
            began = time.perf_counter()
            queries.search(SYSTEM, text)
            whole.append((time.perf_counter() - began) * 1_000)
        inside.append(driver.seconds * 1_000)
    return sorted(inside), sorted(whole)


def measured() -> dict[str, dict[str, float]]:
    """p50 and p99 inside the database driver and of the whole call, in milliseconds, by kind."""
    found = {}
    for name, inputs in typed().items():
        inside, whole = measure(inputs)
        found[name] = {
            f"{side} p{int(share * 100)}": row[int(len(row) * share)]
            for side, row in (("database", inside), ("call", whole))
            for share in (0.5, 0.99)
        }
    return found


def main() -> None:
    """Print a table."""
    print(
        f"type-ahead on {connection.vendor}, {queries.counts().get(SYSTEM, 0):,} codes;"
        " milliseconds"
    )
    print(
        f"{'':10}{'inputs':>8}{'':4}{'in the database: p50':>22}{'p99':>8}{'max':>8}{'':4}{'whole call: p50':>16}{'p99':>8}{'max':>8}"
    )
    for name, inputs in typed().items():
        inside, whole = measure(inputs)
        cells = [row[int(len(row) * share)] for row in (inside, whole) for share in (0.5, 0.99)]
        print(
            f"{name:10}{len(inputs):>8}{'':4}{cells[0]:>22.2f}{cells[1]:>8.2f}{inside[-1]:>8.2f}"
            f"{'':4}{cells[2]:>16.2f}{cells[3]:>8.2f}{whole[-1]:>8.2f}"
        )


if __name__ == "__main__":
    main()
