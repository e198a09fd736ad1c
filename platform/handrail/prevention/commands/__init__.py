"""Releasing themes, wording them, and keeping the prevention plan."""
