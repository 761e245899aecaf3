"""Columns that are searched: made from the row's other columns whenever it is saved, so that none is
stored without them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from precert.kit.folding import LONGEST, words

LONGEST_SEARCHED: Final = 1_000
_ALIKE: Final = (
    ("saint", "st"), ("mount", "mt"), ("fort", "ft"), ("doctor", "dr"), ("center", "ctr"), ("center", "centre"), ("hospital", "hosp"),
)  # fmt: skip
_TITLES: Final = frozenset(
    words(
        "dr doctor prof mr mrs ms miss jr sr ii iii iv md do mbbs phd psyd dds dmd dpm od dc pharmd"
        " rn lpn np aprn cnp fnp fnpc crna cnm pa pac pt dpt ot otr slp lcsw lmft lpc lac bcba msw"
        " facp facs faap facc inc llc pllc pc llp the of and at"
    )
)
if TYPE_CHECKING:
    _Column = models.CharField[str, str]
else:
    _Column = models.CharField


class FoldedField(_Column):
    """What `fold` makes of the row. In the database a column of characters."""

    def __init__(self, fold: Callable[[Any], str], **options: Any) -> None:
        self.fold = fold
        super().__init__(**{"max_length": LONGEST, "editable": False} | options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """A migration needs no more than the column."""
        called, _, args, options = super().deconstruct()
        return called, "django.db.models.CharField", list(args), options

    def clone(self) -> Any:
        """As a migration knows it."""
        _, _, args, options = self.deconstruct()
        return models.CharField(*args, **options)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Made anew."""
        made = self.fold(model_instance)
        setattr(model_instance, self.attname, made)
        return made


def searched(provider: Any) -> str:
    """The words by which a provider is found: names, place, what may be written otherwise, and each
    name in one word.
    """
    names = (provider.name, provider.facility_name, f"{provider.first_name} {provider.last_name}")
    place = (provider.city, provider.state, provider.postal_code)
    found = [word for part in (*names, *place) for word in words(part)]
    alike = [b if a in found else a for a, b in _ALIKE if a in found or b in found]
    joined = ["".join(words(one)) for one in names]
    return " ".join(dict.fromkeys([*found, *alike, *joined]))[:LONGEST_SEARCHED]


def sought(typed: str, most: int = 6) -> list[str]:
    """The words of what is typed for a provider's name; titles, credentials and initials count only
    where nothing else is typed.
    """
    found = words(typed)
    telling = [word for word in found if len(word) > 1 and word not in _TITLES]
    return (telling or found)[:most]
