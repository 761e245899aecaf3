"""The demonstration's letter box: newest first, text only, whatever lies in the folder; nowhere
else than in the demonstration.
"""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import include, path

from precert.config.urls import urlpatterns as all_urls
from precert.demo.mail_folder import FolderBackend
from tests.harness.characters import PASSWORD, make_cast

urlpatterns = [
    *all_urls,
    path("demo/", include("precert.demo.mailbox.urls")),
    path("demo/", include("precert.demo.telephone.urls")),
]
handler404 = "precert.web.error_pages.not_found"


@pytest.fixture
def demo(settings: object) -> None:
    """As the demonstration is set."""
    settings.MODE = "demo"  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]


def send(subject: str, text: str) -> None:
    FolderBackend().send_messages(
        [EmailMessage(subject, text, "Precert <a@demo.example>", ["ada@demo.example"])]
    )


def shown(path: str = "/demo/mail") -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("demo")
def test_it_says_what_it_is_while_it_is_empty() -> None:
    assert "No email yet" in shown()


@pytest.mark.usefixtures("demo")
def test_the_newest_mail_stands_first_with_its_text() -> None:
    send("The first", "Your code is\n\n    123456\n")
    send("The second", "Your code is 654321")
    text = shown()
    assert text.index("The second") < text.index("The first")
    assert "654321" in text
    assert "123456" in text
    assert "ada@demo.example" in text


@pytest.mark.usefixtures("demo")
def test_markup_in_a_mail_is_shown_and_not_run() -> None:
    send("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    text = shown()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 no mail at all",
        b"Content-Type: text/plain; charset=no-such\n\nwords",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        b"Subject: =?utf-8?q?broken\nDate: the day before\nTo: <<<\n\nwords",
        b"Content-Transfer-Encoding: base64\n\n!!!!",
    ],
)
def test_whatever_lies_in_the_folder_the_page_stands(folders: Path, raw: bytes) -> None:
    send("A good one", "words")
    (folders / "mail" / "000002-odd.eml").write_bytes(raw)
    (folders / "mail" / "000003-unfinished.part").write_bytes(b"Subject: unfinished\n\n")
    text = shown()
    assert "A good one" in text
    assert "unfinished" not in text


@pytest.mark.usefixtures("demo")
def test_only_the_newest_fifty_are_shown() -> None:
    for n in range(1, 53):
        send(f"Mail number {n}.", "words")
    text = shown()
    assert "Mail number 52." in text
    assert "Mail number 3." in text
    assert "Mail number 2." not in text


@pytest.mark.usefixtures("demo")
def test_it_looks_again_by_itself_only_when_asked_to() -> None:
    assert "Refresh" not in Client().get("/demo/mail").headers
    assert Client().get("/demo/mail?watch=1").headers["Refresh"] == "10"
    assert Client().post("/demo/mail").status_code == 405


@pytest.mark.usefixtures("db", "demo")
def test_the_page_that_asks_for_the_code_leads_there(now: object) -> None:
    make_cast(now)
    client = Client()
    client.post("/login", {"door": "provider", "username": "ada", "password": PASSWORD})
    assert 'href="/demo/mail"' in client.get("/login/code").content.decode()


@pytest.mark.django_db
def test_an_installation_has_no_such_page(settings: object) -> None:
    assert Client().get("/demo/mail").status_code == 404
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    assert (
        Client().get("/demo/mail").status_code == 404
    )  # not even when its address is put in place
