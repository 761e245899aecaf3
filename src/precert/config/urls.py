"""Every route. Each area of the web room lists its own; this file only joins them. `<id:…>` in them
is the id of a row.
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A whole number that fits every database's column of ids: a longer one is no address here."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("precert.web.account.urls")),
    path("", include("precert.web.audit.urls")),
    path("", include("precert.web.register.urls")),
    path("", include("precert.web.enrol.urls")),
    path("", include("precert.web.help.urls")),
    path("", include("precert.web.typed_text.urls")),
    path("", include("precert.web.passwords.urls")),
    path("", include("precert.web.profile.urls")),
    path("", include("precert.web.consumers.urls")),
    path("", include("precert.web.cases.urls")),
    path("", include("precert.web.home.urls")),
    path("", include("precert.web.setup.urls")),
    path("", include("precert.web.support.urls")),
    path("", include("precert.web.workbench.urls")),
    path("", include("precert.web.wizard.urls")),
    path("", include("precert.web.telephone.urls")),
]
if settings.MODE != "production":
    urlpatterns.append(path("", include("precert.demo.gallery.urls")))
if settings.MODE == "demo":
    urlpatterns.append(path("demo/", include("precert.demo.mailbox.urls")))
    urlpatterns.append(path("demo/", include("precert.demo.telephone.urls")))
handler400 = "precert.web.error_pages.bad_request"
handler403 = "precert.web.error_pages.forbidden"
handler404 = "precert.web.error_pages.not_found"
handler500 = "precert.web.error_pages.server_error"
