"""The sections of the draft, one a file: what belongs to it and what it is called."""
