"""This room's own events; the payload is ids."""

from precert.journal.event import Event

LETTER_ISSUED = Event("letter.issued", "Letter made", "Letter filed")  # letter, template
