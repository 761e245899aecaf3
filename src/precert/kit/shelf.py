"""A shelf: a package in which each file holds one plug-in. Dropping a file in is all it takes."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


class ShelfError(Exception):
    """A file on a shelf that doesn't hold exactly one plug-in of the shelf's kind."""


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """Each module of the shelf by its file name, in name order; names that start with an underscore
    are left out.
    """
    names = sorted(
        m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")
    )
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}


def classes(package: ModuleType, base: type[T]) -> dict[str, type[T]]:
    """The one subclass of `base` that each file of the shelf defines, by file name.

    Raises ShelfError when a file defines none or several.
    """
    found: dict[str, type[T]] = {}
    for name, module in modules(package).items():
        own = [
            c
            for c in vars(module).values()
            if isinstance(c, type) and issubclass(c, base) and c.__module__ == module.__name__
        ]
        if len(own) != 1:
            raise ShelfError(
                f"{module.__name__} should define one {base.__name__}, it defines {len(own)}"
            )
        found[name] = own[0]
    return found
