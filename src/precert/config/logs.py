"""Logging: one line an event to standard error, as JSON or for people, and never health
information.

What a log may hold: our own constant messages, plain fields given with `extra`, the number of the
request, and of an error its type and the places it went through. Left out, because people's data is
in them: texts of exceptions (a database quotes the row it refuses), addresses as typed, query
strings, bodies, statements with their values.
"""

import logging.config
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog
from django.apps import apps
from django.utils.module_loading import import_string
from structlog.typing import EventDict, Processor

OURS = "precert"
PLAIN = (str, int, float, bool, type(None))
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
DEEPEST = 12  # places of an error that are named, the innermost


def configure(options: Mapping[str, str]) -> None:
    """What Django calls at start with the setting LOGGING: `format` json or console, `level` the
    least that is logged.
    """
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": formatter, "kind": options["format"]}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                "django": {
                    "handlers": [],
                    "level": "INFO",
                    "propagate": True,
                },  # its own mails requests to administrators
                "django.db.backends": {
                    "level": "INFO"
                },  # below it come statements with their values
                "httpx": {"level": "WARNING"},  # below it come addresses, in which there are tokens
                "httpcore": {"level": "WARNING"},
                "pikepdf": {"level": "WARNING"},  # it tells that it logs
            },
        }
    )


def formatter(kind: str) -> logging.Formatter:
    """The formatter of every record, whichever library wrote it."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    shared: list[Processor] = [_from_record, structlog.stdlib.add_log_level, stamp]
    last: list[Processor] = (
        [structlog.processors.JSONRenderer(sort_keys=True)]
        if kind == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="at")]
    )
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=last, pass_foreign_args=True
    )


def _from_record(logger: Any, method: str, event: EventDict) -> EventDict:
    """The event made anew of what may be logged."""
    record: logging.LogRecord = event["_record"]
    found: dict[str, Any] = {
        "_record": record,
        "_from_structlog": False,
        "event": event["event"],
        "logger": record.name,
    }
    found |= {
        key: value
        for key, value in vars(record).items()
        if key not in STANDARD and isinstance(value, PLAIN)
    }
    if number := _request_number():
        found["request_id"] = number
    if (request := getattr(record, "request", None)) is not None:
        found |= _of_request(record, event["positional_args"], request)
    if record.exc_info and record.exc_info[1]:
        found["error"] = " < ".join(_names(record.exc_info[1]))
        found["places"] = _places(record.exc_info[1])
    return found


def _request_number() -> str:
    """That of the request being answered; empty outside of one. The journal's tables load only once
    the apps are ready.
    """
    return str(import_string("precert.journal.recording.correlation").get()) if apps.ready else ""


def _of_request(record: logging.LogRecord, words: Any, request: Any) -> dict[str, Any]:
    """Django's line about a response: method and route in place of the address, which may hold
    anything.
    """
    match = getattr(request, "resolver_match", None)
    said = str(record.msg).partition(":")[
        0
    ]  # "Not Found: /where"; "%s: %s" or "Forbidden (%s): %s" with both as arguments
    reason = (
        str(words[0]).partition(" - ")[0] if words else ""
    )  # after the dash stands the address that a form came from
    return {
        "event": said.replace("%s", reason),
        "method": str(getattr(request, "method", "")),
        "route": match.route if match else "",
    }


def _names(error: BaseException) -> list[str]:
    """The types of an error and of those that caused it."""
    names: list[str] = []
    cause: BaseException | None = error
    while cause and len(names) < DEEPEST:
        names.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return names


def _places(error: BaseException) -> list[str]:
    """File, line and function of the innermost places, outermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    for root in ("/site-packages/", f"/{OURS}/"):
        if root in filename:
            return (
                filename.rpartition(root)[2]
                if root != f"/{OURS}/"
                else OURS + "/" + filename.rpartition(root)[2]
            )
    return filename
