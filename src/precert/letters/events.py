"""This room's own events; the payload is ids."""

LETTER_ISSUED = "letter.issued"  # letter, template
