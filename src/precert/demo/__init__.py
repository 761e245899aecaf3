"""All that only the demonstration has: its people and cases, letter box, telephone, gallery."""
