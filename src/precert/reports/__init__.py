"""Reports: one file each, every format. (A later chapter fills this room.)"""
