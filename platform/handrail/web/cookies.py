"""Cookies of ours: over TLS of this host alone (`__Host-`), never read by a script, and without a name in them."""

from typing import Final

from flask import Response, request

_OF_HOST: Final = "__Host-"


def cookie_name(name: str) -> str:
    """Return what a cookie is called here; the plain name only over http, on a loopback name."""
    return f"{_OF_HOST}{name}" if request.is_secure else name


def kept(name: str) -> str | None:
    """Return what this browser keeps under a name."""
    return request.cookies.get(cookie_name(name))


def keep(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Have the browser keep a value for a while."""
    response.set_cookie(
        cookie_name(name), value, max_age=seconds, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )


def drop(response: Response, name: str) -> None:
    """Have the browser forget a value."""
    response.delete_cookie(cookie_name(name), secure=request.is_secure, httponly=True, samesite="Lax", path="/")
