"""A sign-on provider that runs in the test: oidc-provider-mock behind a recorder, and a few ways to
make it misbehave.

The package itself ignores PKCE, so the recorder keeps what was asked, and the tests compare.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from django.test import Client
from werkzeug.serving import make_server

from tests.harness.serving import POLL

with warnings.catch_warnings():
    # turns its own warnings on when it is imported: first this, then the filter
    import authlib.deprecate

    warnings.simplefilter(
        "ignore", authlib.deprecate.AuthlibDeprecationWarning
    )  # the package uses modules that are to go
    import oidc_provider_mock


@dataclass
class SignOn:
    """The provider's address and what was asked of it: (path, form fields or query)."""

    issuer: str
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    authorization: list[str] = field(default_factory=list)  # headers at the token endpoint

    def person(self, subject: str, **claims: Any) -> None:
        """Somebody who can sign on there."""
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def sign_on(self, address: str, subject: str, **changed: str) -> str:
        """Go to `address` as the person and consent; path and query of where the browser is sent
        back to. `changed` is written over.
        """
        url = httpx.URL(address).copy_merge_params(changed)
        answer = httpx.post(url, data={"sub": subject})
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


def come_back(browser: Client, provider: SignOn, subject: str = "g-17", **changed: str) -> Any:
    """To the provider from our door, sign on there, and back; the answer."""
    address = browser.get("/login/sso?next=/cases").headers["Location"]
    return browser.get(provider.sign_on(address, subject, **changed))


@contextmanager
def running(**options: Any) -> Iterator[SignOn]:
    """The provider on a free port of this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        inner = oidc_provider_mock.app(**options)
    found = SignOn("")

    def app(environ: dict[str, Any], start: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        found.asked.append(
            (
                environ["PATH_INFO"],
                parse_qs(environ["QUERY_STRING"]) | parse_qs(body.decode(errors="replace")),
            )
        )
        if environ["PATH_INFO"] == "/oauth2/token":
            found.authorization.append(environ.get("HTTP_AUTHORIZATION", ""))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(inner(environ, start))

    server = make_server("127.0.0.1", 0, app, threaded=True)
    found.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": POLL}, daemon=True
    )
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
