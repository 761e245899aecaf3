"""A payer's programme as data: pack schema, loader, versions."""
