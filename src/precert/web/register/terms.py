"""Terms of use: shown once per version and contract, before anything else of that contract is."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Finding
from precert.gate import session
from precert.people.actions.agree_terms import AgreeTerms, AgreeTermsInput
from precert.people.queries import agreed_terms, pending_terms
from precert.web.account.pending import safe_next
from precert.web.door import Request, before_terms, run, signed_in
from precert.web.help import text


@signed_in
@before_terms
@require_http_methods(["GET", "POST"])
def terms(request: Request) -> HttpResponse:
    """The next terms to read, and agreeing to them; on to where the person was going when nothing
    is left.
    """
    wanted = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    findings: list[Finding] = []
    if request.method == "POST":
        done = run(
            request,
            AgreeTerms,
            AgreeTermsInput(
                request.POST.get("contract", "")[:60], request.POST.get("version", "")[:200]
            ),
        )
        if done.done:
            return redirect(
                f"{reverse('terms')}?{urlencode({'next': wanted})}" if wanted else "terms"
            )
        findings = done.findings
    session.agreed(request.session, agreed_terms(request.account.pk))
    left = (
        pending_terms(request.account.pk, request.actor.contracts)
        if request.actor.side != "review"
        else []
    )
    if not left:
        return redirect(wanted or "home")
    page = {
        "terms": left[0],
        "blocks": text.read(left[0].text),
        "left": len(left),
        "next": wanted,
        "findings": findings,
    }
    return render(request, "register/terms.html", page)
