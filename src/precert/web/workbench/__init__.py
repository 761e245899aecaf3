"""The review side: queue, the reviewer's desk, and what failed."""
