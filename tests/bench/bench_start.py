"""How long it takes until something answers."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.book import Book
from tests.bench.measuring import alternate, compared, timed

from handrail.entrypoints.servers.embedded import EmbeddedServers

ROOT = Path(__file__).parents[2]
LIBRARIES = (
    "alembic, authlib, babel, cryptography.hazmat.primitives.ciphers.aead, flask, flask_smorest, jinja2, markdown_it, "
    "marshmallow, msgspec, nh3, pluggy, psycopg, psycopg_pool, sqlalchemy.orm, sqlalchemy.dialects.postgresql"
)
STARTS = 2
PATIENCE_SECONDS = 300


def bench_the_application(book: Book, tmp_path: Path) -> None:
    told = environment(tmp_path)
    book.note(
        "boot",
        alternate(
            python(f"import {LIBRARIES}", told),
            python("from handrail.entrypoints.app import create_app; create_app()", told),
            seconds=0,
            warm=1,
            least=5,
        ),
    )


def python(code: str, environ: dict[str, str]) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], env=environ, check=True)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    return kept | {
        "HANDRAIL_STATE_DIR": str(folder / "state"),
        "HANDRAIL_TENANTS_DIR": str(ROOT / "tenants"),
        "PYTHONPATH": str(ROOT / "platform"),
    }


def bench_starts_and_memory(book: Book, tmp_path: Path) -> None:
    with running(tmp_path) as seconds:
        book.took("first_start", seconds)
    raw, ours = [], []
    for _start in range(STARTS):
        bare = EmbeddedServers(tmp_path / "bare")
        raw.append(timed(bare.start))
        bare.stop()
        with running(tmp_path) as seconds:
            ours.append(seconds)
            if not book.memory:
                ask(tmp_path / "state")
                book.memory += memory_of(tmp_path / "state" / "log")
    book.note("start", compared(raw[1:], ours[1:]))
    print("\n".join(map(str, book.memory)))  # noqa: T201 - a benchmark speaks


@contextmanager
def running(folder: Path) -> Iterator[float]:
    """Start everything, yield how long it took until it said so, and end it."""
    said = folder / "output"
    began = time.perf_counter()
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "handrail.entrypoints.cli", "up"],
            env=environment(folder),
            stdout=output,
            stderr=output,
        )
    try:
        while b"Ctrl-C stops everything" not in said.read_bytes():
            assert process.poll() is None, said.read_text("utf-8")
            assert time.perf_counter() - began < PATIENCE_SECONDS, said.read_text("utf-8")
            time.sleep(0.02)
        yield time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def ask(state: Path) -> None:
    """Open a page, a few times, so that each process has answered."""
    address = json.loads((state / "running.json").read_text("utf-8"))["public"]
    for _time in range(20):
        with urllib.request.urlopen(f"{address}/sign-in", timeout=10) as answer:  # noqa: S310 - our own address
            assert answer.status == 200


def memory_of(logs: Path) -> list[tuple[str, int, float, float]]:
    """Return, for each part, how many processes it has and their memory in MB: their own share, and all they map.

    A part is told by the log that its processes write to.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "fd" / "1").readlink()
            lines = (folder / "smaps_rollup").read_text("ascii").splitlines()
        except OSError:  # it ended, or it is nobody's business of ours
            continue
        if told.parent == logs:
            sizes = {
                line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("Pss:", "Rss:"))
            }
            found.setdefault(told.stem, []).append((sizes["Pss"], sizes["Rss"]))
    return [
        (part, len(each), sum(own for own, _mapped in each), sum(mapped for _own, mapped in each))
        for part, each in sorted(found.items())
    ]
