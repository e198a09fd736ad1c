"""When a theme may be asked for and shown (OAP-2), and what becomes of a prevention action (OAP-3)."""
