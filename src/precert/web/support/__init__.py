"""The support desk: finding somebody, seeing why they can't get in, doing the one thing that helps;
registration codes.
"""
