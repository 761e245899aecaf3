"""The product's routes and two more: a page of the same layout with nothing in it, and a bare page."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Engine
from django.urls import path

from precert.config import urls as product
from precert.web.door import Request, signed_in

ROWS = 25
BARE = Engine().from_string(
    "<!doctype html><title>Cases</title><h1>{{ who }}</h1><table>{% for number, category, at in rows"
    " %}<tr><td>{{ number }}</td><td>{{ category }}</td><td>{{ at }}</td></tr>{% endfor %}</table>"
)


@signed_in
def empty(request: Request) -> HttpResponse:
    """What every signed-in page costs: session, seat, menu, frame."""
    return render(request, "base.html")


def bare(request: HttpRequest) -> HttpResponse:
    """What Django alone costs: a session looked up, one query, 25 rows in a plain template."""
    who = request.session.get("login", "nobody")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, category, submitted_at FROM cases_case ORDER BY number LIMIT %s", [ROWS]
        )
        rows = cursor.fetchall()
    return HttpResponse(BARE.render(Context({"who": who, "rows": rows})))


urlpatterns = [*product.urlpatterns, path("bench/empty", empty), path("bench/bare", bare)]
handler400, handler403, handler404, handler500 = (
    product.handler400,
    product.handler403,
    product.handler404,
    product.handler500,
)
