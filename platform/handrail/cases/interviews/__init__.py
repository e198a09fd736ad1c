"""Interviews of the statutory track: about reintegration, and after an absence. They need no case (VOL-4)."""
