"""Home, and the search by number that stands on every page."""
