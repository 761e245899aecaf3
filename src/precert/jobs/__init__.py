"""The door for the clock: the worker and the management commands."""
