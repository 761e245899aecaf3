"""The heart: drafts, submitted requests, their review and determination."""
