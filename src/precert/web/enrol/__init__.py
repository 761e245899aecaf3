"""Enrolment: the pages after the mailed link, and one's own second factors in the profile."""
