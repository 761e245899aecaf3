"""Help: whom to call, and the help documents of the contracts."""
