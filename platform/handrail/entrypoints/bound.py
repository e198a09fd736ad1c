"""Roles of the parts that wait for a database that is away: looked at when it answers, so none passes by policies."""

from typing import Any

import psycopg

from handrail.kit import deadlines, roles
from handrail.kit.errors import Misconfigured


def refuse_unsafe(connection: psycopg.Connection[Any], variable: str, role: str) -> None:
    """Raise Misconfigured where this connection, of the address in `variable`, would pass by the policies."""
    if reason := roles.why_unsafe(connection):
        raise Misconfigured(f"{variable}: {reason} Connect as {role}, made by `handrail db roles`.")


def refuse_unsafe_at(url: str, variable: str, role: str) -> None:
    """Look likewise at an address; raises psycopg.OperationalError where it does not answer."""
    with deadlines.connect(url) as connection:
        refuse_unsafe(connection, variable, role)
