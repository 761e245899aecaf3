"""The edits at submission, one a file: `find(facts, pack)` over facts in which absent is None.
Pure.
"""
