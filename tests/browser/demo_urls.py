"""All routes there are: those of every installation and those of the demonstration."""

from django.urls import include, path

from precert.config import urls

DEMO = ("precert.demo.mailbox.urls", "precert.demo.telephone.urls")
urlpatterns = [*urls.urlpatterns, *(path("demo/", include(area)) for area in DEMO)]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
