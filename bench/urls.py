"""The product's routes and one more: a page of the same layout with nothing in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from precert.config import urls as product
from precert.web.door import Request, signed_in


@signed_in
def empty(request: Request) -> HttpResponse:
    """What every signed-in page costs: session, seat, menu, frame."""
    return render(request, "base.html")


urlpatterns = [*product.urlpatterns, path("bench/empty", empty)]
handler400, handler403, handler404, handler500 = (
    product.handler400,
    product.handler403,
    product.handler404,
    product.handler500,
)
