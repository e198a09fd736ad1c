"""The address of somebody's calendar."""

from flask import request


def address_of(secret: str) -> str:
    """Return the address under which a calendar program finds what is due, at the host that was asked."""
    return f"{request.url_root}calendar/{secret}.ics"
