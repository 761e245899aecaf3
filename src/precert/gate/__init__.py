"""What every door shares: who asks, whether a view is for them, what is done in their name, what was
read. It knows no page and no address.
"""
