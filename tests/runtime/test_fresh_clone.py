"""Two commands on a bare machine: clone, `make up`, and a page; again, and nothing is installed anew."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 600
"""How long a start may hang before that counts as never; how fast it is, `make bench` measures."""
# What a bare machine has; certificates and proxies are the machine's, not the developer's.
KEPT = re.compile(r"PATH|LANG|TMPDIR|\w*_(CERT|CA_BUNDLE|CERT_FILE|CERT_DIR)|\w+_proxy|\w+_PROXY|(PIP|UV)_\w*INDEX\w*")


@contextmanager
def make_up(checkout: Path, home: Path) -> Iterator[str]:
    """Run `make up` until it has greeted; yields what it said."""
    environment = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)} | {"HOME": str(home)}
    # pip asks `rustc` for its version, and rustup's stand-in writes to HOME: not ours, so not in reach.
    environment["PATH"] = ":".join(part for part in os.environ["PATH"].split(":") if ".cargo" not in part)
    output = checkout.parent / "output"
    until = time.monotonic() + PATIENCE_SECONDS
    with output.open("wb") as log:
        process = subprocess.Popen(
            ["/usr/bin/env", "make", "up"], cwd=checkout, env=environment, stdout=log, stderr=log
        )
    try:
        while "Ctrl-C stops everything" not in output.read_text("utf-8"):
            assert process.poll() is None, output.read_text("utf-8")
            assert time.monotonic() < until, output.read_text("utf-8")
            time.sleep(0.1)
        yield output.read_text("utf-8")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@pytest.mark.slow
def test_a_fresh_clone_serves_and_serves_again(tmp_path: Path) -> None:
    checkout, home = tmp_path / "handrail", tmp_path / "home"
    home.mkdir()
    subprocess.run(["/usr/bin/env", "git", "clone", "--quiet", ROOT, checkout], check=True)

    with make_up(checkout, home) as said:
        assert re.search(r"^Handrail runs at http://localhost:\d+ ", said, re.MULTILINE)
        assert "/sign-in/" in said
    with make_up(checkout, home) as said:
        assert "Installing" not in said, "nothing changed, so nothing is installed again"

    assert list(home.iterdir()) == []  # nothing outside the checkout was touched
    listed = ["/usr/bin/env", "git", "-C", checkout, "status", "--porcelain"]
    assert subprocess.run(listed, check=True, capture_output=True, text=True).stdout == ""
