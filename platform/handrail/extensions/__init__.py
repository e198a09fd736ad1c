"""Finds plugins, imports them in a guard, and freezes what they declare, once per process."""
