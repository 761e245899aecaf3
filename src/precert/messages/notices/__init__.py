"""The shelf of notices, one a file."""
