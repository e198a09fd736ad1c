"""Programs: those of organisations, with an identity of their own, and those that act for one person."""
