"""Signing in and out, and choosing the provider to act for."""
