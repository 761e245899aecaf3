"""The steps that fill a draft, one a file, in the order of their file names; each maps fields onto
paths of the draft.
"""
