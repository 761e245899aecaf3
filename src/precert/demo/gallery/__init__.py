"""The component gallery: every component in every state on one page, for developers and the browser
tests. Not in production.
"""
