"""Edit User Profile: one's own names, addresses and numbers."""
