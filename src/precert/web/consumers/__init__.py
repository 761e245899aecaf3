"""Consumers: finding one, and a consumer's page with its requests."""
