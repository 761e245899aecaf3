"""Encrypted files: sniffed, limited, scanned, never served unchecked."""
