"""Handrail: the platform that reintegration consultancies run on."""
