"""What happened: events, access log, delivery."""
