"""How anything is done: actor, finding, refusal, perform, idempotency, reading list."""
