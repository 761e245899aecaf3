"""A pack loaded by another process while this one runs."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from precert.contracts import queries
from precert.contracts.loader import load_folder


@pytest.mark.req("CON-11", part="loading")
def test_a_pack_that_another_process_loads_is_seen_at_once_and_pinned_ones_stay(
    committed: object, environment: dict[str, str], now: datetime, copy: Callable[..., Path]
) -> None:
    load_folder(copy("third", name='"A Third UM"'), now)
    held = queries.current("third")
    folders = [
        copy("third", name='"B Third UM"'),
        copy("fourth", "ms-state-um", name='"A Fourth UM"'),
    ]
    command = [sys.executable, "-m", "django", "load_packs", *map(str, folders)]
    subprocess.run(
        command, env=environment | {"DJANGO_SETTINGS_MODULE": "precert.config.settings"}, check=True
    )
    assert queries.current("third").pack.name == "B Third UM"
    assert "A Fourth UM" in [one.pack.name for one in queries.all_current()]
    assert queries.pinned(held.version_pk) is held
