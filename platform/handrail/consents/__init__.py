"""The ledger of consents (CON-7)."""
