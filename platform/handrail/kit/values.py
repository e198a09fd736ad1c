"""What the value of one variable may be; a wrong one is refused with what to write instead."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

LEAST_TOKEN: Final = 32  # signs; it opens a door to whoever can reach the address
LEAST_READ_LOG_YEARS: Final = 2  # the database refuses to let go of younger rows, whatever is set here


class SettingError(Exception):
    """A setting is missing or wrong; the message says what to do."""


def postgres(given: Mapping[str, str], variable: str, running: str | None) -> str | None:
    """Return an address of PostgreSQL in its plain form; of what this process was told, or of what runs."""
    url = given.get(variable, running)
    if url is None:
        return None
    for scheme in ("postgresql://", "postgres://", "postgresql+psycopg://"):
        if url.startswith(scheme):
            return "postgresql://" + url.removeprefix(scheme)
    raise SettingError(f"{variable} must look like postgresql://user:password@host:port/database.")


def port(text: str) -> int:
    """Return a port."""
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - the number of TCP ports
        raise SettingError(f"HANDRAIL_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def path(text: str | None) -> Path | None:
    """Return a path, absolute."""
    return Path(text).absolute() if text else None


def file(variable: str, text: str | None) -> Path | None:
    """Return the path of a file that is there."""
    found = path(text)
    if found is not None and not found.is_file():
        raise SettingError(f"{variable} names {found}, which is not a file.")
    return found


def scanner(text: str | None) -> str | None:
    """Return the address of a scanner of files."""
    if text is not None and not text.startswith(("unix:///", "tcp://")):
        raise SettingError("HANDRAIL_SCANNER must be unix:///path or tcp://host:port.")
    return text


def hosts(text: str) -> tuple[str, ...]:
    """Return each host:port, in small letters; the port is always said, so that no other door of the host opens."""
    hosts = tuple(part.lower() for part in text.replace(",", " ").split())
    for each in hosts:
        host, _colon, port = each.rpartition(":")
        if not host or "/" in host or not port.isdecimal():
            raise SettingError(f"HANDRAIL_EGRESS_ALLOWS holds {each!r}; each must be host:port.")
    return hosts


def years(text: str) -> int:
    """Return for how many years reads are kept."""
    if not text.isdecimal() or int(text) < LEAST_READ_LOG_YEARS:
        raise SettingError(
            f"HANDRAIL_READ_LOG_YEARS is {text!r}; it must be a number, at least {LEAST_READ_LOG_YEARS}."
        )
    return int(text)


def proxies(text: str) -> int:
    """Return how many proxies stand in front."""
    if not text.isdecimal():
        raise SettingError(f"HANDRAIL_PROXIES is {text!r}; it must be a number, 0 where nothing stands in front.")
    return int(text)


def log_form(text: str | None) -> Literal["json", "text"] | None:
    """Return how log lines look."""
    match text:
        case None | "json" | "text":
            return text
        case _:
            raise SettingError(f"HANDRAIL_LOG is {text!r}; it must be json or text.")


def metrics_token(text: str | None) -> str | None:
    """Return the token that opens the metrics."""
    if text is not None and len(text) < LEAST_TOKEN:
        raise SettingError(f"HANDRAIL_METRICS_TOKEN must have at least {LEAST_TOKEN} signs (openssl rand -hex 32).")
    return text
