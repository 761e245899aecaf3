"""The documents that come with the demonstration's requests: one-page PDFs that name nobody."""

from functools import cache

from precert.demo.services import SERVICES
from precert.kit import pdf

TITLES = {
    "physician-order": "Physician Order",
    "medical-record": "Office Visit",
    "letter-of-necessity": "Letter of Medical Necessity",
    "plan-of-care": "Plan of Care",
    "test-result": "Test Result",
    "education-plan": "Individual Education Plan",
    "photograph": "Photograph",
    "price-quote": "Price Quote",
    "admission-record": "Admission Record",
    "progress-note": "Progress Note",
    "therapy-note": "Therapy Note",
}
SOURCE = """
#set document(title: data.title)
= #data.title
This page takes the place of a real document. It was made up for the demonstration and names no one.

== Reason for the service
#data.why

== Requested
#data.asked
"""


@cache
def paper(kind: str, name: str) -> bytes:
    """The PDF of a document type for a service, made once."""
    service = SERVICES[name]
    stay = [f"A stay of {service.stay} nights."] if service.stay else []
    lines = [f"{ask.code}: {ask.quantity} within {ask.days} days." for ask in service.asks]
    return pdf.render(
        SOURCE, {"title": TITLES[kind], "why": service.why, "asked": " ".join([*stay, *lines])}
    )
