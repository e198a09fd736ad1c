"""Backups of everything in the database, with its keys apart, and restoring them into an empty one."""
