"""Template filters of the components: field ids from draft paths, page windows, amounts, ages; what
of the frame is the same for everybody.
"""

import re
from collections.abc import Hashable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from precert.cases import amounts
from precert.kit.clock import local_text
from precert.web import references

register = template.Library()
NOT_ID = re.compile(r"[^A-Za-z0-9]+")


@register.filter
def field_id(path: object) -> str:
    """The element id of the field on `path`: `service.lines.2.start` becomes
    `f-service-lines-2-start`.
    """
    return "f-" + NOT_ID.sub("-", str(path)).strip("-")


@register.simple_tag(takes_context=True)
def consumer_reference(context: Context, consumer_id: int) -> str:
    """How an address or a button of this page names a consumer (web.references)."""
    return references.given(context["request"], consumer_id)


@register.simple_tag
@lru_cache(maxsize=200)
def fixed(template: str, **shown: Hashable) -> SafeString:
    """A part of the frame that is the same for everybody who is shown the same: rendered once in a
    process for each form it takes. Never for anything about a person.
    """
    return render_to_string(template, shown)


@register.filter
def page_window(number: object, pages: object) -> list[int | None]:
    """Page numbers to link around page `number` of `pages`; None stands for a gap."""
    try:
        here, last = int(str(number)), int(str(pages))
    except ValueError:
        return []
    shown = sorted({n for n in (1, here - 1, here, here + 1, last) if 1 <= n <= max(last, 1)})
    window: list[int | None] = []
    for n in shown:
        if window and window[-1] is not None and n - window[-1] > 1:
            window.append(None)
        window.append(n)
    return window


@register.filter
def chosen(value: object, option: object) -> bool:
    """True when `option` is `value`, or one of its members when `value` is a list; compared as
    text, as HTML does.
    """
    if isinstance(value, Iterable) and not isinstance(value, str):
        return str(option) in {str(v) for v in value}
    return value is not None and str(value) == str(option)


@register.filter
def age_on(born: object, on: object) -> str:
    """Whole years between two dates ("67"), months under two years ("14 months"); empty when either
    isn't a date.
    """
    if not isinstance(born, date) or not isinstance(on, date) or on < born:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 24:
        return f"{months} month{'' if months == 1 else 's'}"
    return str(months // 12)


@register.filter
def local(at: datetime | None, zone: str) -> str:
    """A moment as it is written in a time zone: `06/09/2026 09:00 MDT`; empty for None. Rows of
    lists have each their own zone.
    """
    return "" if at is None else local_text(at, zone)


@register.filter
def number(value: Decimal | int | None) -> str:
    """A number exactly as it is stored, without zeros that say nothing; empty for None."""
    return "" if value is None else amounts.number(value)


@register.filter
def amount(value: Decimal | int | None, unit: str) -> str:
    """A number with its unit: `12 visits`, `1 visit`; empty for None."""
    return "" if value is None else amounts.amount(value, unit)
