"""Renders component markup with the product's template engine, without a database, with or without
pytest's Django plugin.
"""

import os
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
    django.setup()

from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler


def render(markup: str, /, address: str = "/", **context: Any) -> str:
    """The HTML of `markup` on one line."""
    template = engines["django"].from_string(CottonCompiler().process(markup))
    shown = template.render(context, RequestFactory().get(address))
    return " ".join(shown.split()).replace(" >", ">")
