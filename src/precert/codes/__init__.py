"""Clinical code sets and their look-up."""
