"""Template filters of the components."""
