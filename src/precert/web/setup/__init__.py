"""Setup: the providers of a group, and the people who work for them."""
