"""What may be read, and by whom: every function takes the actor."""
