"""Tenants as files: read, check, compare with what is there, and bring it in line."""
