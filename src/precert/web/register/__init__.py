"""Registering: NPI and code, contact information, the mailed link, terms of use."""
