"""The mailed link: a page with a button, for mail scanners open links too; what helps when it
doesn't work any more.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from precert.conduct.refusal import Finding, Refusal
from precert.contracts.queries import all_current
from precert.people.actions.ask_link import ask_link
from precert.people.actions.open_link import open_link
from precert.people.actions.send_link import send_link
from precert.people.queries import behind
from precert.web.door import Request, address_of, public
from precert.web.register import registration
from precert.web.register.forms import ResendForm
from precert.web.register.registration import Registration


@public
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: Request, token: str) -> HttpResponse:
    """GET shows what the link leads to and uses nothing up; the button's POST does, once."""
    if request.method == "POST":
        try:
            account_id, link_id = open_link(token, request.now)
        except Refusal:
            return _over(request, token)
        registration.begin(request, Registration(account_id, link_id))
        return redirect("enrol")
    found = behind(token, request.now)
    if found.next != "open":
        return _over(request, token)
    return render(request, "register/link.html", {"username": found.username, "token": token})


@public
@require_POST
def again(request: Request, token: str) -> HttpResponse:
    """A new link for who holds the newest one of a registration of their own; to the same address."""
    found = behind(token, request.now)
    if found.next != "again":
        return redirect("registration", token)
    try:
        send_link(found.account_id, request.now)
    except Refusal as refusal:
        return _over(request, token, refusal.findings)
    return redirect("register_sent")


@public
@require_http_methods(["GET", "POST"])
def resend(request: Request) -> HttpResponse:
    """For who lost the mail. The answer is the same whether or not there is anything to send."""
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_link(
            form.cleaned_data["username"],
            form.cleaned_data["email"],
            request.now,
            address=address_of(request),
        )
        return redirect("/register/sent?again=1")
    return render(
        request, "register/resend.html", {"form": form, "minutes": settings.REGISTRATION_MINUTES}
    )


def _over(request: Request, token: str, findings: list[Finding] | None = None) -> HttpResponse:
    """The link was used, replaced, is too old or unknown: one page, and the step that helps here.

    Who has opened it in this browser already goes on where they were.
    """
    found, here = behind(token, request.now), registration.current(request)
    if here is not None and here.account == found.account_id:
        return render(request, "register/open.html")
    packs = [one.pack for one in all_current()]
    page = {"next": found.next, "token": token, "packs": packs, "findings": findings or []}
    return render(request, "register/over.html", page, status=410)
