"""The kinds of work that are about requests. Pure."""

from precert.cases import statuses
from precert.cases.events import SUBJECT_REQUEST
from precert.work.kinds import Kind, Level

REVIEW = "review"  # the kind of work that decides on a request: its status follows from it alone
KINDS = (
    Kind(
        name=REVIEW,
        label="Review",
        subject=SUBJECT_REQUEST,
        page="review",
        levels=(
            Level(statuses.NURSE, "Nurse review", "request.take"),
            Level(statuses.PHYSICIAN, "Physician review", "request.deny"),
        ),
    ),
)
