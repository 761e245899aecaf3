"""The WSGI application that granian serves in the mixed load: the product at the measurements' time."""

from django.core.handlers.wsgi import WSGIHandler

from bench import stage

stage.set_up()
application = WSGIHandler()
