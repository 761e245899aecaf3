"""A log line holds constant messages, plain fields and where an error was; nothing that people
typed and nothing a database quoted.
"""

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from precert.config.logs import formatter

CANARY = "Quetzalcoatlus"


def line(kind: str = "json", **given: Any) -> str:
    record = logging.makeLogRecord(
        {"name": "precert.web", "levelno": logging.INFO, "levelname": "INFO", "msg": "said"} | given
    )
    return formatter(kind).format(record)


def raised(error: Exception) -> Any:
    try:
        raise ValueError(CANARY) from error
    except ValueError as found:
        return type(found), found, found.__traceback__


def test_a_line_is_json_with_time_level_logger_and_plain_fields() -> None:
    found = json.loads(line(refused="missing", attempts=3))
    assert found.pop("at").endswith("Z")
    assert found == {
        "event": "said",
        "level": "info",
        "logger": "precert.web",
        "refused": "missing",
        "attempts": 3,
    }


def test_addresses_that_the_http_client_asks_are_not_logged() -> None:
    for name in ("httpx", "httpcore"):
        assert logging.getLogger(name).getEffectiveLevel() == logging.WARNING


def test_words_are_put_into_the_message() -> None:
    assert json.loads(line(msg="%s waits %d s", args=("worker", 3)))["event"] == "worker waits 3 s"


@pytest.mark.parametrize("kind", ["json", "console"])
def test_an_error_is_named_by_types_and_places_without_its_text(kind: str) -> None:
    said = line(kind, exc_info=raised(LookupError(f"Key (last_name)=({CANARY}) already exists.")))
    assert CANARY not in said
    assert "builtins.ValueError < builtins.LookupError" in said
    assert "test_logs.py" in said


def test_a_response_is_named_by_its_route_not_by_its_address() -> None:
    request = SimpleNamespace(method="POST", resolver_match=SimpleNamespace(route="cases/<number>"))
    found = json.loads(
        line(
            name="django.request",
            msg="%s: %s",
            args=("Not Found", f"/search/{CANARY}"),
            request=request,
            status_code=404,
        )
    )
    assert CANARY not in str(found)
    assert (found["event"], found["method"], found["route"], found["status_code"]) == (
        "Not Found",
        "POST",
        "cases/<number>",
        404,
    )


def test_why_a_form_was_refused_is_told_without_where_it_came_from() -> None:
    request = SimpleNamespace(method="POST", resolver_match=None)
    for why in (
        "CSRF cookie not set.",
        (
            f"Referer checking failed - https://evil.example/{CANARY} does not match any trusted"
            " origins."
        ),
    ):
        found = json.loads(
            line(
                name="django.security.csrf",
                msg="Forbidden (%s): %s",
                args=(why, f"/{CANARY}"),
                request=request,
            )
        )
        assert found["event"] == f"Forbidden ({why.partition(' - ')[0]})"
        assert CANARY not in str(found)


def test_an_address_that_leads_nowhere_has_no_route() -> None:
    request = SimpleNamespace(method="GET", resolver_match=None)
    found = json.loads(
        line(name="django.request", msg="%s: %s", args=("Not Found", f"/{CANARY}"), request=request)
    )
    assert found["route"] == ""
    assert CANARY not in str(found)


def test_things_that_are_not_plain_stay_out() -> None:
    found = json.loads(line(body={"last_name": CANARY}, rows=[CANARY]))
    assert CANARY not in str(found)
    assert "body" not in found
