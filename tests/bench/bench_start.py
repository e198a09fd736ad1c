"""How long it takes until something answers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
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


def bench_the_second_start(book: Book, tmp_path: Path) -> None:
    up(tmp_path)
    raw, ours = [], []
    for _start in range(STARTS):
        bare = EmbeddedServers(tmp_path / "bare")
        raw.append(timed(bare.start))
        bare.stop()
        ours.append(up(tmp_path))
    book.note("start", compared(raw[1:], ours[1:]))


def up(folder: Path) -> float:
    """Start everything, return how long it took until it said so, and end it."""
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
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
