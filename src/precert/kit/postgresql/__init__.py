"""Django's PostgreSQL with a quicker reading of moments."""
