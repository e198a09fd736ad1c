"""How every process writes its log: one line an event, time first, ids and never names."""

import logging
import sys
from typing import Final

import structlog

_QUIET: Final = ("dramatiq", "mail.log", "urllib3", "httpx", "asyncio")


def configure(process: str) -> None:
    """Send the structured log of this process to its standard error, beside what libraries log."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format=f"%(asctime)s {process} %(levelname)s %(name)s: %(message)s",
        force=True,
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
