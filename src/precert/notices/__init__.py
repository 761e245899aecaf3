"""What people are told by mail and telephone when something happened."""
