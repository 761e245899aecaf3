"""A new password: for somebody who forgot the old one, and for somebody who wants another."""
