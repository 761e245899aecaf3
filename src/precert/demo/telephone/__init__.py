"""A telephone service for demonstration and tests: Twilio's protocol on one side, a page with a
telephone on the other.

Not part of an installation. Nothing leaves the machine: it asks only addresses of this
installation.
"""
