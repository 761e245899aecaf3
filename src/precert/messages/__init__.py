"""What leaves the house in words: notices and their transports."""
