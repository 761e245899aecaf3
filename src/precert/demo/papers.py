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
This page stands for a document of a real request. It is made up for the demonstration and names nobody.

== Why the service is asked for
#data.why

== What is asked for
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
