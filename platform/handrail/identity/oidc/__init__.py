"""Signing on with the identity provider of a consultancy or of one of its client organisations (OpenID Connect)."""
