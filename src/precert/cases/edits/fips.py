"""Is the FIPS code one?"""

import re

from precert.cases.draft.naming import label_of
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack

PATH = "request/fips"
FIVE_DIGITS = re.compile("[0-9]{5}")  # two of the state, three of the county: FIPS 6-4


class Fips(Edit):
    """The FIPS code, where there is one, has five digits."""

    title = "FIPS Code"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """At most one finding."""
        if facts.fips is None or FIVE_DIGITS.fullmatch(facts.fips):
            return []
        return [
            self.finding(
                f"{label_of(PATH)}: “{facts.fips[:40]}” is not a FIPS code. Enter five digits,"
                " such as 08031.",
                PATH,
            )
        ]
