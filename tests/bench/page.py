"""docs/benchmarks.md, written part by part: each run replaces its own and leaves the others as they are."""

import os
import platform
from pathlib import Path
from typing import Final

import sqlalchemy

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def put(part: str, text: str) -> None:
    """Replace a part of the page, between ``<!-- part -->`` and ``<!-- end of part -->``."""
    begins, ends = f"<!-- {part} -->\n", f"<!-- end of {part} -->\n"
    page = PAGE.read_text("utf-8")
    before, _begins, rest = page.partition(begins)
    _old, found, after = rest.partition(ends)
    if not found:
        raise ValueError(f"{PAGE} has no part {part!r}.")
    PAGE.write_text(f"{before}{begins}\n{text.strip()}\n\n{ends}{after}", "utf-8")


def machine(server: str, load: float) -> str:
    """Say what it was measured on; `load` is how many processes wanted a processor when it began."""
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, "
        f"SQLAlchemy {sqlalchemy.__version__}, {server}; "
        f"{load:.1f} processes were busy with something else when it began"
    )


def duration(seconds: float) -> str:
    """Return seconds as people read them."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f} µs"
