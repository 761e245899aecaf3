"""Domain-free tools: env, clock, shelf, pdf, storage."""
