"""The audit trail: who did and read what, for whom, when and from where."""
