"""Text that was typed into a form and not sent: taken from the page as it is typed, offered at the
next visit.
"""
