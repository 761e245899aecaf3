"""Messages between the two sides on a case, and who has read which."""
