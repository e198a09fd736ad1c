"""Asking for something to be put right: what was there stays, what is right stands beside it."""
