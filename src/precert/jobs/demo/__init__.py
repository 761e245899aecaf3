"""The demonstration: synthetic providers, people and cases, made through the same actions as the
pages use.
"""
