"""Master keys: who keeps them, and what is asked of whoever does."""
