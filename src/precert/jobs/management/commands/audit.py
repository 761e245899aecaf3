"""`precert audit verify|seal|export`: the audit trail from the command line."""

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.jobs import audit
from precert.journal import export, trail
from precert.journal.verification import VerificationReport
from precert.kit import clock
from precert.people.actions.export_audit import ExportAudit, ExportAuditInput

EVERY = 5.0  # seconds between two lines of progress


def moment(text: str) -> datetime:
    """A day or a moment in ISO form; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is not a date or time; write 2026-06-09 or 2026-06-09T15:00"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Verify the audit trail against its seals, seal what waits, or export it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("verify", "seal", "export"))
        parser.add_argument(
            "--from", type=moment, dest="since", help="export: the first day or moment (UTC)"
        )
        parser.add_argument(
            "--to",
            type=moment,
            dest="until",
            help="export: the last moment (UTC); a day alone is its beginning",
        )
        parser.add_argument(
            "--out",
            type=Path,
            help="export: the file, .csv or .jsonl; without it JSON Lines on standard output",
        )

    def handle(
        self,
        *,
        what: str,
        since: datetime | None,
        until: datetime | None,
        out: Path | None,
        **options: object,
    ) -> None:
        if what == "verify":
            self._verify()
        elif what == "seal":
            self._seal()
        else:
            self._export(since, until, out)

    def _verify(self) -> None:
        started, tell = (
            time.monotonic(),
            _now_and_then(
                lambda report: self.stderr.write(f"… {report.rows:,} rows, {report.seals:,} seals")
            ),
        )
        report = VerificationReport(tell=tell)
        for flaw in audit.verify(clock.now(), report):
            self.stdout.write(
                f"{flaw.table} {flaw.id}{f' (seal {flaw.seal})' if flaw.seal else ''}: {flaw.what}"
            )
        seconds = max(time.monotonic() - started, 0.001)
        newest = f", the newest of {report.newest:%Y-%m-%d %H:%M:%S} UTC" if report.newest else ""
        self.stdout.write(
            f"{report.rows:,} rows under {report.seals:,} seals{newest};"
            f" {report.rows / seconds:,.0f} rows/s."
        )
        if report.flaws:
            self.stderr.write(f"{report.flaws:,} differences from the seals.")
            sys.exit(1)
        self.stdout.write("Nothing was changed, added or removed.")

    def _seal(self) -> None:
        rows = seals = 0
        tell = _now_and_then(lambda report: self.stderr.write(f"… {rows:,} rows"))
        try:
            for one in audit.seal(clock.now()):
                rows, seals = rows + one.rows, seals + 1
                tell(VerificationReport())
        except OSError as error:
            raise CommandError(
                f"{seals:,} seals were made, but the anchor can't be written: {error}"
            ) from error
        self.stdout.write(f"{rows:,} rows sealed by {seals:,} seals.")

    def _export(self, since: datetime | None, until: datetime | None, out: Path | None) -> None:
        form = "csv" if out and out.suffix == ".csv" else "jsonl"
        if out and out.suffix not in {".csv", ".jsonl"}:
            raise CommandError("the file should end with .csv or .jsonl")
        told = {name: at.isoformat() for name, at in (("since", since), ("until", until)) if at}
        try:
            file = out.open("w", encoding="utf-8", newline="") if out else None
        except OSError as error:
            raise CommandError(f"{out} can't be written: {error.strerror}") from error
        perform(ExportAudit, ExportAuditInput(form, told), worker("audit"), clock.now())
        pieces = export.FORMS[form].write(
            trail.everything(trail.TrailFilters(since=since, until=until))
        )
        if file is None:
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        with file:
            file.writelines(pieces)
        self.stderr.write(f"written to {out}")


def _now_and_then(
    say: Callable[[VerificationReport], None],
) -> Callable[[VerificationReport], None]:
    """`say`, at most every few seconds."""
    last = time.monotonic()

    def tell(report: VerificationReport) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            say(report)

    return tell
