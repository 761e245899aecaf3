"""What the telephone service asks us: what to say in a call, which key was pressed, how a message
stands. No pages.
"""
