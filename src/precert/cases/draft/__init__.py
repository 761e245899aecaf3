"""The draft document: its format, sections, clearing rules, parsing. Pure."""
