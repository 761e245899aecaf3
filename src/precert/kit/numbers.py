"""Numbers that somebody typed or a page sent."""

LONGEST = 18  # digits: whatever is shorter fits a database's integer


def whole(text: object) -> int | None:
    """A whole number of a form or an address: ASCII digits and nothing else; None for anything
    else.
    """
    typed = str(text)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST else None
