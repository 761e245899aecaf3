"""Addresses that are only posted to. A refusal shows its page there; opened by itself, such an
address leads to the page of its form.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from precert.web.door import View


def posted(page: str, *names: str, **fixed: str) -> Callable[[View], View]:
    """The view takes posts. Asked for by GET (reload, sign in again and come back), it leads to the
    page of that route.

    `names` are those of the view's own arguments that the page's address takes, `fixed` the others.
    The query string goes along.
    """

    def around(view: View) -> View:
        posts_only = require_POST(view)

        @wraps(view)
        def either(request: HttpRequest, **given: Any) -> Any:
            if request.method not in {"GET", "HEAD"}:
                return posts_only(request, **given)
            query = request.META.get("QUERY_STRING", "")
            address = reverse(page, kwargs={name: given[name] for name in names} | fixed)
            return HttpResponseRedirect(f"{address}?{query}" if query else address)

        return cast("View", either)

    return around
