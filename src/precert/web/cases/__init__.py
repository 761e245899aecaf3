"""The case: its page, its summary, its documents and letters, and what a provider does on it after
submission.
"""
