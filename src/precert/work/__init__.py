"""The one queue: pieces of work of every kind, free, taken, waiting or done."""
