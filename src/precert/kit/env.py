"""Settings from the environment, typed. A malformed value names the variable and what it should be."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path


class SettingError(Exception):
    """A setting that can't be used; its text names the variable."""


def text(name: str, default: str = "") -> str:
    """The variable's value, or the content of the file that NAME_FILE names, or `default`."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: {file} can't be read ({error.strerror})") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """`true`/`false` (also 1/0, yes/no, on/off)."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {value!r}; it should be true or false")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        raise SettingError(f"{name} is {value!r}; it should be a whole number") from None
    if found < least:
        raise SettingError(f"{name} is {found}; it should be at least {least}")
    return found


def items(name: str, default: tuple[str, ...] = (), *, allowed: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words; with `allowed`, at least one and none but these."""
    value = os.environ.get(name)
    found = (
        list(default)
        if value is None
        else [word.strip() for word in value.split(",") if word.strip()]
    )
    if allowed and (not found or set(found) - set(allowed)):
        raise SettingError(f"{name} is {value!r}; it should list some of {', '.join(allowed)}")
    return found


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the words in `allowed`."""
    value = text(name, default)
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}; it should be one of {', '.join(allowed)}")
    return value


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Comma-separated addresses and networks, such as `10.0.0.7` and `fd00::/8`."""
    found = []
    for word in items(name):
        try:
            found.append(ip_network(word))
        except ValueError as error:
            raise SettingError(f"{name}: {error}") from None
    return found
