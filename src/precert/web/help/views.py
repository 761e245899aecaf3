"""Help pages: contacts, resources, and the documents of the contracts that the reader works under."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from precert.contracts.queries import Pinned, all_current
from precert.people import passwords
from precert.people.queries.rules import password_rule
from precert.web.door import Request, signed_in
from precert.web.help import text

TITLES = {
    "user-guide": "User Guide",
    "faq": "FAQ",
    "release-notes": "Release Notes",
    "password-guidelines": "Password Guidelines",
}


@signed_in
@require_GET
def contact(request: Request) -> HttpResponse:
    """Whom to call, contract by contract."""
    return render(request, "help/contact.html", {"packs": [one.pack for one in _mine(request)]})


@signed_in
@require_GET
def document(request: Request, kind: str) -> HttpResponse:
    """One kind of help document, of each contract of the reader; what two contracts say alike is shown once."""
    parts: dict[str, list[str]] = {}
    for one in _mine(request):
        for doc in one.pack.help:
            if doc.kind == kind:
                parts.setdefault(one.text(doc.file), []).append(one.pack.name)
    shown = [(" and ".join(names), text.read(words)) for words, names in parts.items()]
    rule = passwords.rule_words(password_rule(request.account)) if kind == "password-guidelines" else []
    return render(request, "help/document.html", {"title": TITLES[kind], "parts": shown, "rule": rule})


@signed_in
@require_GET
def resources(request: Request) -> HttpResponse:
    """Help outside the portal."""
    found = [(one.pack.name, one.pack.community_resources) for one in _mine(request) if one.pack.community_resources]
    return render(request, "help/resources.html", {"found": found})


def _mine(request: Request) -> list[Pinned]:
    """The contracts of the context; all where somebody has none yet."""
    current = all_current()
    return [one for one in current if one.pack.id in request.actor.contracts] or current
