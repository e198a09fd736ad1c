"""Disclosure control (REP-2): what a reader may see of a table, and the proof that the rest can not be worked out."""
