"""Absence feeds: what a file says, checked row by row, planned against what is stored, and applied as planned.

All but `models`, `snapshots`, `applying` and `runs` is pure: bytes go in, a plan comes out.
"""
