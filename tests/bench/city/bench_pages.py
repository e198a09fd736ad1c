"""How long pages of the city take, over HTTP, from gunicorn with two workers: one reader, then four at once."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from tests.bench.book import server_of
from tests.bench.city.building import City
from tests.bench.city.scale import Scale
from tests.bench.city.standing import ROOT, Standing, standing
from tests.bench.page import machine, put

from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session

BUDGET_MS: Final = 300
ALONE, AT_ONCE, READERS = 40, 120, 4
WARM: Final = 6
PATIENCE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """A page and who opens it. `{case}` in the path stands for each of their cases in turn."""

    said: str
    who: str
    path: str


PAGES: Final = (
    Asked("Cases, a coordinator of 60", "coordinator", "/cases"),
    Asked("... by the beginning of a name", "coordinator", "/cases?q=b"),
    Asked("... who take part", "coordinator", "/cases?participation=participating"),
    Asked("The same list over the API", "coordinator", "/api/v1/cases?limit=50"),
    Asked("Cases, a lead of 20,000", "lead of many", "/cases"),
    Asked("... a page from the middle", "lead of many", "/cases?after=mo&id=00000000-0000-0000-0000-000000000000"),
    Asked("... by the beginning of a name", "lead of many", "/cases?q=fa"),
    Asked("... who declined", "lead of many", "/cases?participation=declined"),
    Asked("... closed ones, of which there are none", "lead of many", "/cases?closed=1"),
    Asked("Choosing cases for somebody else, a lead of 20,000", "lead of many", "/cases/reassign"),
    Asked("A case, its coordinator", "coordinator", "/cases/{case}"),
    Asked("A case, the lead", "lead of many", "/cases/{case}"),
    Asked("Today, a coordinator of 60", "coordinator", "/today"),
    Asked("Today, a lead of 20,000", "lead of many", "/today"),
    Asked("Obligations, a coordinator of 60", "coordinator", "/obligations"),
    Asked("Obligations, a lead of 20,000", "lead of many", "/obligations"),
    Asked("Obligations, HR of 200,000 workers", "hr of the largest", "/obligations"),
    Asked("Absences that go on, HR of 200,000 workers", "hr of the largest", "/absences"),
    Asked("... all", "hr of the largest", "/absences?show=all"),
    Asked("... of one worker", "hr of the largest", "/absences?worker=w000123"),
    Asked("Absences, HR of the smallest", "hr of the smallest", "/absences"),
    Asked("My return, a worker with a plan", "worker agreed", "/my-return"),
    Asked("The team, a supervisor", "supervisor agreed", "/team"),
)


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The city, in the folder that CITY names or in one that goes afterwards."""
    named = os.environ.get("CITY")
    folder = Path(named).absolute() if named else tmp_path_factory.mktemp("city")
    with standing(folder, Scale()) as found:
        yield found


def bench_the_pages(stands: Standing) -> None:
    load, rows = os.getloadavg()[0], []
    with served(stands) as port:
        for asked in PAGES:
            secret = sign_in(stands.city, asked.who)
            paths = [asked.path.format(case=case) for case in stands.city.cases.get(asked.who, [""])]
            fetch(port, secret, list(islice(cycle(paths), WARM)))
            alone = fetch(port, secret, list(islice(cycle(paths), ALONE)))
            # Another session, since one may not search more often than this in a minute.
            at_once = fetch_at_once(port, sign_in(stands.city, asked.who), paths)
            rows.append(f"| {asked.said} | {told(alone)} | {told(at_once)} | {verdict(alone)} |")
            print(rows[-1], flush=True)  # noqa: T201 - a benchmark speaks
    put("city", text(stands, load, rows))


@contextmanager
def served(stands: Standing) -> Iterator[int]:
    """Serve the pages as `handrail serve` does; yields the port."""
    told = stands.settings.connections
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")} | {
        "HANDRAIL_DATABASE_URL": told.database or "",
        "HANDRAIL_ADMIN_URL": told.admin or "",
        "HANDRAIL_REDIS_URL": told.redis or "",
        "HANDRAIL_STATE_DIR": str(stands.settings.state_dir),
        "HANDRAIL_TENANTS_DIR": str(ROOT / "tenants"),
        "PYTHONPATH": str(ROOT / "platform"),
    }
    command = [sys.executable, "-m", "handrail.entrypoints.cli", "serve", "--workers", "2"]
    said = stands.settings.state_dir / "serve.log"
    with said.open("wb") as output:
        process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        yield answering(said, process)
    finally:
        process.terminate()
        process.wait(30)


def answering(said: Path, process: "subprocess.Popen[bytes]") -> int:
    """Return the port once a page comes from it."""
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE_SECONDS and process.poll() is None:
        _before, found, port = said.read_text("utf-8").partition(", port ")
        try:
            if found:
                fetch(int(port.split()[0]), "", ["/sign-in"])
                return int(port.split()[0])
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(said.read_text("utf-8"))


def sign_in(city: City, name: str) -> str:
    """Return the cookie of a session of this person."""
    tenant_id = UUID(city.tenant_id)
    with tenant_session(engine_context(tenant_id)) as session:
        _row, secret = identity.start_sign_in(
            session, tenant_id, UUID(city.people[name]), Role(city.roles[name]), proof=DEVELOPMENT
        )
    return secret


def fetch(port: int, secret: str, paths: Sequence[str]) -> list[float]:
    """Open the pages one after another on one connection; return how many milliseconds each took."""
    connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE_SECONDS)
    found = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"hr={secret}"} if secret else {})
        answer = connection.getresponse()
        body = answer.read()
        found.append((time.perf_counter() - began) * 1e3)
        assert answer.status == 200, (path, answer.status, body[:500])
    connection.close()
    return found


def fetch_at_once(port: int, secret: str, paths: Sequence[str]) -> list[float]:
    """Open the pages as several readers do who do not wait for each other."""
    each = AT_ONCE // READERS
    shares = [list(islice(cycle(paths), turn, turn + each)) for turn in range(READERS)]
    with ThreadPoolExecutor(READERS) as readers:
        taken = list(readers.map(partial(fetch, port, secret), shares))
    return [ms for found in taken for ms in found]


def percentile(found: Sequence[float], part: float) -> float:
    """Return the time that this part of all requests did not go past."""
    return sorted(found)[min(len(found) - 1, round(part * len(found)))]


def told(found: Sequence[float]) -> str:
    """Return the 50th, 95th and 99th percentile in whole milliseconds."""
    return " / ".join(f"{percentile(found, part):.0f}" for part in (0.5, 0.95, 0.99))


def verdict(alone: Sequence[float]) -> str:
    """Say whether the 95th percentile of one reader stays below the budget."""
    return "kept" if percentile(alone, 0.95) < BUDGET_MS else "**over**"


def text(stands: Standing, load: float, rows: Sequence[str]) -> str:
    """Return the part of the page."""
    counted = stands.city.rows
    of = ", ".join(f"{counted[table]:,} {words}" for table, words in _COUNTED.items() if table in counted)
    return _PART.format(
        machine=machine(server_of(stands.servers), load),
        counted=of,
        alone=ALONE,
        at_once=AT_ONCE,
        readers=READERS,
        budget=BUDGET_MS,
        rows="\n".join(rows),
    )


_PART: Final = """Written by `make bench-big`: {machine}.

One consultancy: {counted}.

Pages come over HTTP from gunicorn with two workers of eight threads, on the same machine as the database and the
readers: {alone} requests one after another, then {at_once} by {readers} readers at once. The budget is {budget} ms at
the 95th percentile of one reader.

| page | one reader: p50 / p95 / p99, ms | {readers} readers: p50 / p95 / p99, ms | |
| --- | --- | --- | --- |
{rows}
"""
_COUNTED: Final = {
    "employment": "workers",
    "cases": "cases",
    "absence": "absences",
    "obligation": "obligations",
    "obligation_change": "changes of them",
    "case_grant": "grants",
    "timeline_entry": "links of chains",
    "contact": "contacts",
}
