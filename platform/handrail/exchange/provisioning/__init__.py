"""Tenants as files: read, check, compare with what is there, and bring it in line."""

from handrail.exchange.provisioning.apply import apply_all

__all__ = ["apply_all"]
