"""What a covered person and their id are called where the contract isn't known yet: by the words of
every contract that may be meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from precert.contracts.schema import Pack

ID = " ID"


@dataclass(frozen=True)
class Wording:
    """`person` and `person_id` as contracts' labels have them: "Consumer" and "Consumer ID", or
    both words joined by "or".
    """

    person: str
    person_id: str


def wording(packs: Sequence[Pack]) -> Wording:
    """The words of these contracts, each once, in their order; of none: Consumer."""
    people = dict.fromkeys(pack.labels.person for pack in packs) or {"Consumer": None}
    ids = dict.fromkeys(pack.labels.person_id for pack in packs) or {"Consumer ID": None}
    if all(one.endswith(ID) for one in ids):  # said once for all: "Consumer or Member ID"
        return Wording(" or ".join(people), " or ".join(one.removesuffix(ID) for one in ids) + ID)
    return Wording(" or ".join(people), " or ".join(ids))
