"""A payer's program as data: pack schema, loader, versions."""
