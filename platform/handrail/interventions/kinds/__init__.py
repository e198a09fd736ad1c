"""Interventions that plugins declare: begun, moved on and read by what the declaration says (IVN-1)."""
