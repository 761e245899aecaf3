"""The WSGI application that granian serves; with the embedded worker where the settings say so."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings exist only after the application is set up

from precert.jobs import worker  # noqa: E402

if settings.EMBEDDED_WORKER:
    worker.start_thread()
