"""The door for machines. (A later chapter fills this room.)"""
