"""Help pages: contacts, resources, and the documents of the contracts that the reader works under."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from precert.contracts.queries import Pinned, all_current
from precert.people import passwords
from precert.people.queries.password_rules import password_rule, strictest
from precert.web.door import Request, before_terms, public, signed_in
from precert.web.help import text

TITLES = {
    "user-guide": "User Guide",
    "faq": "FAQ",
    "release-notes": "Release Notes",
    "password-guidelines": "Password Guidelines",
}


@public
@require_safe
def contact(request: Request) -> HttpResponse:
    """Whom to call, contract by contract; for who can't sign in too."""
    return render(
        request,
        "help/contact.html",
        {"packs": [one.pack for one in _mine(request)], "base": _frame(request)},
    )


@public
@require_safe
def password_guidelines(request: Request) -> HttpResponse:
    """The rule and the contracts' guidelines; for who is registering too."""
    return _document(request, "password-guidelines", _rule_words(request))


@signed_in
@before_terms
@require_safe
def document(request: Request, kind: str) -> HttpResponse:
    """One kind of help document."""
    return _document(request, kind, [])


def _document(request: Request, kind: str, rule: list[str]) -> HttpResponse:
    """The documents of that kind of each contract of the reader; what two contracts say alike is
    shown once.
    """
    parts: dict[str, list[str]] = {}
    for one in _mine(request):
        for doc in one.pack.help:
            if doc.kind == kind:
                parts.setdefault(one.text(doc.file), []).append(one.pack.name)
    shown = [(" and ".join(names), text.read(words)) for words, names in parts.items()]
    return render(
        request,
        "help/document.html",
        {"title": TITLES[kind], "parts": shown, "rule": rule, "base": _frame(request)},
    )


@signed_in
@before_terms
@require_safe
def resources(request: Request) -> HttpResponse:
    """Help outside the portal."""
    found = [
        (one.pack.name, one.pack.community_resources)
        for one in _mine(request)
        if one.pack.community_resources
    ]
    return render(request, "help/resources.html", {"found": found})


def _mine(request: Request) -> list[Pinned]:
    """The contracts of the context; all where somebody has none yet, or isn't signed in."""
    current, mine = all_current(), request.actor.contracts if _signed_in(request) else ()
    return [one for one in current if one.pack.id in mine] or current


def _rule_words(request: Request) -> list[str]:
    """The reader's rule; of a stranger's only what every contract asks alike, or nothing."""
    if _signed_in(request):
        return passwords.rule_words(password_rule(request.account))
    rules = {strictest([one.pack]) for one in all_current()}
    return passwords.rule_words(rules.pop()) if len(rules) == 1 else []


def _frame(request: Request) -> str:
    return "base.html" if _signed_in(request) else "base_public.html"


def _signed_in(request: Request) -> bool:
    return hasattr(request, "account")
