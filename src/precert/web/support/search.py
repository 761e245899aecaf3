"""Finding somebody or a provider. What is searched for is posted: no name or address of a person
stands in an address bar.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from precert.people.queries.support import MOST_FOUND, find_users
from precert.registry import providers
from precert.web.door import Request, requires
from precert.web.typed_text.leftovers import left

MOST_PROVIDERS = 25


class SearchForm(forms.Form):
    """One field for everything that a caller may say."""

    text = forms.CharField(
        label="Username, name, email, phone, NPI or provider", max_length=100, min_length=2
    )


@requires("users.support", "codes.manage")
@require_http_methods(["GET", "POST"])
def support(request: Request) -> HttpResponse:
    """The search, and below it who and what was found."""
    form = SearchForm(
        request.POST if request.method == "POST" else None, use_required_attribute=False
    )
    page: dict[str, object] = {"form": form, "searched": False, "left": left(request)}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        users = find_users(request.actor, text)
        places = providers.of_contracts(request.actor.contracts, text, MOST_PROVIDERS + 1)
        page |= {
            "searched": True,
            "users": users[:MOST_FOUND],
            "more_users": len(users) > MOST_FOUND,
            "providers": places[:MOST_PROVIDERS],
            "more_providers": len(places) > MOST_PROVIDERS,
        }
    return render(request, "support/search.html", page)
