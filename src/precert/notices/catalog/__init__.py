"""The notices, one a file."""
