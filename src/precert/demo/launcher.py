"""`precert demo`: the product with demonstration data at a local address. `PORT` and `DEMO_DIR`
move it.

Puts the settings in place, has the data made by a process of its own the first time, then runs the
server. It needs no Django
itself: what it starts reads the settings, and a later start is quick.
"""

import os
import signal
import subprocess  # nosec B404 - starts this product's own commands
import sys
from argparse import ArgumentParser
from collections.abc import MutableMapping, Sequence
from types import FrameType

from precert.demo import cast, environment, server
from precert.demo.environment import Demo
from precert.kit import clock
from precert.kit.env import SettingError
from precert.people.roles import ROLES

STALE_DAYS = 14
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(program: str, words: Sequence[str], environ: MutableMapping[str, str]) -> int:
    """Run it until it is stopped; the exit code. `words` go to the making of the data. Raises
    SettingError.
    """
    _arguments().parse_args(words)
    demo = environment.settle(environ)
    if not server.port_is_free(demo):
        raise SettingError(
            f"port {demo.port} is in use; choose another one, for instance: PORT={demo.port + 1}"
            " make demo"
        )
    for number in STOPPING:
        signal.signal(number, _interrupt)
    with environment.hold(demo):
        try:
            return _make(demo, [program, "demo_data", *words]) or _serve(demo)
        except KeyboardInterrupt:
            _say("\nStopped.")
            return 0


def _arguments() -> ArgumentParser:
    parser = ArgumentParser(
        prog="precert demo",
        description="Run the product with demonstration data at a local address.",
        epilog="PORT is its port (8000), DEMO_DIR the folder of its data (var/demo).",
    )
    parser.add_argument("--cases", type=int, help="how many cases to make, the first time")
    return parser


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    """Print at once, into a pipe too."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _make(demo: Demo, command: Sequence[str]) -> int:
    """Have the data made unless they are there, whole and of this version; the exit code of that."""
    made = environment.made_at(demo)
    if made is not None:
        if (clock.now() - made).days >= STALE_DAYS:
            _say(
                f"The data was created on {made:%m/%d/%Y} and is out of date. Delete {demo.folder}"
                " to create it again."
            )
        return 0
    if environment.clear(demo):
        _say(f"The data in {demo.folder} is incomplete or from another version. Creating it again.")
    # In a session of its own: Ctrl-C reaches this process, which ends the other without its
    # complaints.
    running = subprocess.Popen(
        [sys.executable, *command], env=os.environ.copy(), start_new_session=True
    )  # nosec B603 - ours
    try:
        return running.wait()
    finally:
        _stop(running)


def _serve(demo: Demo) -> int:
    """Run the server until it is stopped; its exit code if it ends by itself."""
    running = server.start(demo)
    try:
        if not server.answers(demo, running):
            _say("The server did not start. See its messages above.")
            return 1
        _say(_welcome(demo))
        return running.wait()
    finally:
        _stop(running)


def _stop(running: "subprocess.Popen[bytes]") -> None:
    for number in STOPPING:  # an impatient second Ctrl-C must not leave the process behind
        signal.signal(number, signal.SIG_IGN)
    server.stop(running)
    for number in STOPPING:
        signal.signal(number, _interrupt)


def _welcome(demo: Demo) -> str:
    """Where it is, who may sign in, and where the code comes."""
    seats = (*cast.PROVIDER_PEOPLE, *cast.STAFF)
    width = max(len(ROLES[seat.role].label) for seat in seats) + 2
    names = {site.key: site.name for sites in cast.GROUPS.values() for site in sites}
    rows = [f"  {ROLES[s.role].label:{width}}{s.username:10}{_where(s, names)}" for s in seats]
    first = len(cast.PROVIDER_PEOPLE)
    return "\n".join(
        [
            f"\nReady: {demo.address}",
            f"\nSign in as (everyone's password is {cast.PASSWORD}):",
            "Customer/Provider",
            *rows[:first],
            "Staff",
            *rows[first:],
            f"\nWe email a 6-digit code. Read it at {demo.address}/demo/mail",
            f"Text messages and calls arrive at {demo.address}/demo/phone",
            f"Register a new account at {demo.address}/register: {cast.newcomer()}",
            f"To use links in emails and passkeys, sign in at this address: {demo.named}",
            "Stop with Ctrl-C.",
        ]
    )


def _where(seat: cast.CastSeat, names: dict[str, str]) -> str:
    if seat.contract:
        return f"{seat.contract} only"
    return names.get(seat.site) or (f"all of {seat.group}" if seat.group else "all contracts")
