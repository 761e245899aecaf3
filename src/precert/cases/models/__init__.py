"""The tables of cases. A draft is a document; what is submitted never changes; what moves is small."""

from precert.cases.models.authored import (
    Authored,
    by,
)
from precert.cases.models.counters import (
    ConsumerLock,
    DayCounter,
)
from precert.cases.models.drafts import (
    Answers,
    Attachment,
    Draft,
    Enclosure,
    Note,
)
from precert.cases.models.requests import (
    CLOSED_LINE,
    OPEN,
    Case,
    CaseState,
    Content,
    Diagnosis,
    Line,
    LineState,
    Party,
    Request,
    RequestState,
)
from precert.cases.models.review import (
    Determination,
    InformationAnswer,
    InformationRequest,
    Issue,
    WorkingDecision,
)

__all__ = [
    "CLOSED_LINE",
    "OPEN",
    "Answers",
    "Attachment",
    "Authored",
    "Case",
    "CaseState",
    "ConsumerLock",
    "Content",
    "DayCounter",
    "Determination",
    "Diagnosis",
    "Draft",
    "Enclosure",
    "InformationAnswer",
    "InformationRequest",
    "Issue",
    "Line",
    "LineState",
    "Note",
    "Party",
    "Request",
    "RequestState",
    "WorkingDecision",
    "by",
]
