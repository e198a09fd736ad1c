"""How long records are kept, and how they end: rules, holds, runs that two people decide on, certificates (PRI-2)."""
