"""What staff do to the registry: registration codes. Everything else in it comes from payers'
files.
"""
