"""The generated pages of docs/reference: one file a page, each made from the table or shelf that
the product itself runs on.
"""
