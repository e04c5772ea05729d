"""Which region does a sentence speak of, and why."""
