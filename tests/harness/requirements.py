"""What `@pytest.mark.req` claims: a whole requirement, or one part of it."""

import re

import pytest

ID = re.compile(r"[A-Z]{3}-\d\d")
PART = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")


def claims(mark: pytest.Mark) -> list[str]:
    """The values of the JUnit property: `WIZ-07` for the whole, `WIZ-07/modifiers` for a part.

    A part is named in lower-case words. A mark that can't be read is a usage error, never a claim.
    """
    part = mark.kwargs.get("part", "")
    if set(mark.kwargs) - {"part"}:
        raise pytest.UsageError(f"req takes ids and part only, not {sorted(mark.kwargs)}")
    if not mark.args or not all(isinstance(one, str) and ID.fullmatch(one) for one in mark.args):
        raise pytest.UsageError(f"req names no requirement such as WIZ-07: {mark.args}")
    if "part" in mark.kwargs and not (isinstance(part, str) and PART.fullmatch(part)):
        raise pytest.UsageError(f"req names a part in lower-case words, not {part!r}")
    return [f"{one}/{part}" if part else one for one in mark.args]
