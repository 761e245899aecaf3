"""Argon2 with the smallest parameters: the same algorithm and format as in production, without its
half second.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Production's hasher at test speed."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
