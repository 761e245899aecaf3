"""A case file as its pages show it: the closed lines of the ribbons, the due time in words, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from precert.cases import deadlines, statuses
from precert.cases.models import Answers, Attachment
from precert.cases.queries.case_file import Asked, CaseFile, LineView, RequestView, age
from precert.cases.queries.copies import Copies
from precert.conduct.actor import Actor
