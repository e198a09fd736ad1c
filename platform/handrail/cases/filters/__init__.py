"""Filters of the case list that somebody keeps for themselves."""
