"""Precert: utilization management, from request to explained answer."""
