"""The WSGI application that granian serves; with the embedded worker where the settings say so.
Unsafe settings end the start.
"""

import os
import sys

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from precert.config.checks import refuse_unsafe
from precert.kit.env import SettingError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
try:
    django.setup(set_prefix=False)
except SettingError as error:
    sys.exit(f"precert: {error}")
refuse_unsafe()
application = WSGIHandler()

if settings.EMBEDDED_WORKER:
    from precert.jobs import worker  # tables can be imported only once the apps are ready

    worker.start_thread()
