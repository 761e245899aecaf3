"""Invented content for the gallery. No person, code or file here exists."""

from datetime import UTC, datetime
from types import SimpleNamespace as Sample
from typing import Any

from django import forms

from precert.web.context import MenuLink

STEPS = (
    ("Consumer", "done"),
    ("Provider", "done"),
    ("Request", "done"),
    ("Service", "missing"),
    ("Diagnoses", "done"),
    ("Procedures", "now"),
    ("Questionnaires", ""),
    ("Documents", ""),
    ("Notes", ""),
    ("Review", ""),
    ("Submit", ""),
)
CODES: tuple[dict[str, Any], ...] = (
    {
        "code": "Z10",
        "text": "Sample group of three",
        "disabled": True,
        "reason": "A group: choose one of its codes",
    },
    {"code": "Z10.1", "text": "Sample condition, right side"},
    {"code": "Z10.2", "text": "Sample condition, left side", "note": "Preferred"},
    {
        "code": "Z10.9",
        "text": "Sample condition, side not given",
        "disabled": True,
        "reason": "Ended 09/30/2025",
    },
)
STATUSES = ("Un-Submitted", "Submitted", "Active Review", "Completed")
MENU = (
    "Home",
    "Cases",
    "Create Case",
    "Consumers",
    "Setup",
)
AT = datetime(2026, 6, 9, 14, 5, tzinfo=UTC)
FILES = (
    Sample(
        name="referral.pdf",
        url="#files",
        kind="Referral",
        size=182_400,
        at=AT,
        by="Ada Example",
        remove_url="/gallery/order",
    ),
    Sample(name="scan.tif", kind="Other", size=900, at=AT, by="Ada Example", state="checking"),
    Sample(
        name="notes.exe",
        kind="Other",
        size=900,
        at=AT,
        state="refused",
        reason="This type of file is not accepted.",
    ),
    Sample(name="Determination letter", kind="Letter", state="being made"),
)
ENTRIES = (
    Sample(
        at=AT,
        who="Grace Example, nurse",
        what="Requested information",
        text="Please send the latest therapy note.",
    ),
    Sample(at=AT, who="Ada Example", what="Submitted", url="#timeline"),
)


class SampleForm(forms.Form):
    """A Django form through the design system's renderer."""

    username = forms.CharField(max_length=80, help_text="As in your invitation.")
    password = forms.CharField(widget=forms.PasswordInput)
    side = forms.ChoiceField(
        choices=(("left", "Left"), ("right", "Right")), widget=forms.RadioSelect
    )
    remember = forms.BooleanField(required=False, label="Show more columns")


def _row(n: int) -> Sample:
    return Sample(
        number=f"26160{n:04}",
        name=f"Sample, Person {n}",
        due=f"06/{n:02}/2026",
        status=STATUSES[n % 4],
    )


def lists() -> dict[str, Any]:
    """Rows, files, timeline, steps and pairs for the page."""
    return {
        "menu": tuple(MenuLink(label, f"#{label}", label, label == "Cases") for label in MENU),
        "statuses": STATUSES,
        "line_statuses": ("Approved", "Partially approved", "Denied", "Pending", "Void", "Appeal"),
        "counts": (("Approved", 1), ("Denied", 0), ("Pending", 2)),
        "steps": [
            Sample(label=label, state=state, url="#steps" if state else "")
            for label, state in STEPS
        ],
        "rows": [_row(n) for n in range(1, 26)],
        "files": FILES,
        "entries": ENTRIES,
        "pairs": (
            ("Authorization number", "26-000123"),
            ("Place of service", "Office"),
            ("Referred by", ""),
        ),
        "findings": [
            Sample(text="Start date is missing.", path="service.start", link=""),
            Sample(text="Another request overlaps: 261600001.", path="", link="#table"),
        ],
        "choices": (("a", "First choice"), ("b", "Second choice"), ("c", "Third choice")),
    }
