"""Consultancies, the employers they serve, the people, and the rows that every other slice may point at."""
