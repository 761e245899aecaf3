"""The pictures in the documentation: which of those that the tests take are worth showing, and how
they are made small.
"""

import io
from pathlib import Path

from PIL import Image

COLOURS = 96  # our pages have few; text stays sharp
JOURNEY = "co-outpatient"
WORTH_SHOWING = {
    "login": "01-login",
    "login-code": "02-login-code",
    f"{JOURNEY}-home": "03-home",
    f"{JOURNEY}-3-create": "04-create-case",
    f"{JOURNEY}-4-providers": "05-additional-providers",
    f"{JOURNEY}-5-service": "06-service-details",
    f"{JOURNEY}-6-diagnoses": "07-diagnoses",
    f"{JOURNEY}-6-type-ahead": "07-diagnoses-type-ahead",
    f"{JOURNEY}-7-requests": "08-requests",
    f"{JOURNEY}-8-questionnaires": "09-questionnaires",
    f"{JOURNEY}-8-questionnaire": "09-questionnaire",
    f"{JOURNEY}-9-upload": "10-upload",
    f"{JOURNEY}-9-attachments": "10-attachments",
    f"{JOURNEY}-10-communications": "11-communications",
    f"{JOURNEY}-11-refused": "12-submit-refused",
    f"{JOURNEY}-11-submit": "12-submit",
    f"{JOURNEY}-11-disclaimer": "12-disclaimer",
    f"{JOURNEY}-case-submitted": "13-case-submitted",
    f"{JOURNEY}-nurse-queue": "14-queue",
    f"{JOURNEY}-nurse-desk": "15-review",
    f"{JOURNEY}-nurse-ask": "16-ask-for-information",
    f"{JOURNEY}-case-asked": "17-case-asked",
    f"{JOURNEY}-answer-sending": "18-answer",
    f"{JOURNEY}-physician-decided": "19-decision",
    f"{JOURNEY}-case-decided": "20-case-decided",
    f"{JOURNEY}-summary": "21-case-summary",
}


def keep(picture: bytes, folder: Path, name: str, label: str) -> None:
    """Write the picture under its name in the documentation, if it is one of those."""
    if name in WORTH_SHOWING:
        image = (
            Image.open(io.BytesIO(picture))
            .convert("RGB")
            .quantize(COLOURS, dither=Image.Dither.NONE)
        )
        image.save(folder / f"{WORTH_SHOWING[name]}-{label}.png", optimize=True)
