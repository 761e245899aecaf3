"""The demonstration's letter box: what would have been mailed, at a local page. Not part of an
installation.
"""
