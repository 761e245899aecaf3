"""Looking at what somebody shows: a password, a code, a factor, an NPI with its code, single
sign-on. Wrong tries are counted, and committed, before anything is looked at; each is journaled by
an action of its own.
"""
