"""The letter box's page. Open to everybody who reaches the demonstration, and to nobody anywhere
else.
"""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from precert.demo.mailbox import letterbox
from precert.web.door import public

SECONDS = 10  # between two looks when the page looks by itself


@public
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The newest mails; with `watch=1` the page asks for itself again every few seconds."""
    if settings.MODE != "demo":
        raise Http404
    mails = letterbox.newest(Path(settings.MAIL_FOLDER))
    response = render(
        request, "mailbox/mail.html", {"mails": mails, "most": letterbox.MOST, "seconds": SECONDS}
    )
    if "watch" in request.GET:
        response.headers["Refresh"] = str(SECONDS)
    return response
