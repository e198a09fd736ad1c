"""Absence feeds: what a file says, checked row by row and planned against what is stored.

Nothing in this package opens a database session. Bytes go in, a plan comes out; the edges of `exchange` apply it.
"""
