"""The pages that both ways to a new password have in common."""

from django.http import HttpResponse
from django.shortcuts import render

from precert.conduct.refusal import Refusal
from precert.people import passwords, policy
from precert.web.account.forms import CodeForm, NoFieldsForm
from precert.web.door import Request
from precert.web.passwords.forms import NewPasswordForm
from precert.web.passwords.under_way import Flow

PLACES = {  # of each way: its first page, the code's and the new password's, the frame around them
    "forgot-password": ("forgot_password", "forgot_code", "forgot_new", "base_public.html"),
    "change-password": ("change_password", "change_password_code", "change_password_new", "base.html"),
}


def code_page(request: Request, flow: Flow, form: CodeForm, refusal: Refusal | None = None) -> HttpResponse:
    """The page that asks for the mailed code, with what was wrong."""
    shown: NoFieldsForm = form
    if refusal is not None and form.is_bound:
        form.add_error("code", str(refusal))
    elif refusal is not None:
        form = CodeForm()
        shown = NoFieldsForm({})
        shown.add_error(None, str(refusal))
    page = {"form": form, "wrong": shown, "sent": "sent" in request.GET, "minutes": policy.CODE.life.seconds // 60}
    return render(request, "passwords/code.html", page | _places(flow))


def new_page(request: Request, flow: Flow, form: NewPasswordForm) -> HttpResponse:
    """The page that asks for the new password, with the rule."""
    return render(
        request, "passwords/new.html", {"form": form, "rule": form.rule, "words": passwords.rule_words(form.rule)} | _places(flow)
    )


def _places(flow: Flow) -> dict[str, str]:
    first, code, new, frame = PLACES[flow]
    return {"first": first, "code_place": code, "new_place": new, "frame": frame, "flow": flow}
